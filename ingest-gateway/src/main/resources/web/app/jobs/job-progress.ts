import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Job } from '../api/records';
import { duration } from '../texts/format';
import { problemText, text, word } from '../texts/texts';

/** How far a job is: a bar while it runs, the reason and what helps when it failed. */
export function jobProgress(job: Job): TemplateResult | typeof nothing {
  if (job.error_code !== null) {
    return html`<p class="problem">${problemText(job.error_code, job.error_detail ?? '')}</p>`;
  }
  if (job.status !== 'processing' && job.status !== 'retrying') {
    return nothing;
  }
  const stage = job.stage === null ? '' : word('stage', job.stage);
  return html`
    <div class="progress">
      ${bar(job.percent, stage)}
      <span class="progress-percent">${job.percent}&nbsp;%</span>
      <span class="muted">
        ${stage}${job.seconds_left < 0
          ? nothing
          : html` · ${text('jobs.left', { time: duration(job.seconds_left) })}`}
      </span>
    </div>`;
}

/** A bar drawn by attributes alone, because the page allows no inline style. */
export function bar(percent: number, label: string): TemplateResult {
  return html`
    <svg class="bar" role="progressbar" aria-valuemin="0" aria-valuemax="100"
         aria-valuenow=${percent} aria-label=${label} preserveAspectRatio="none" viewBox="0 0 100 6">
      <rect class="bar-ground" width="100" height="6"></rect>
      ${svg`<rect class="bar-done" width=${percent} height="6"></rect>`}
    </svg>`;
}
