import { html, nothing, type TemplateResult } from 'lit';
import type { Job } from '../api/records';
import { kindIcon } from '../page/icons';
import { age, between, bytes, dateTime } from '../texts/format';
import { counted, language, text, word } from '../texts/texts';
import { jobActions } from './job-actions';
import { jobProgress } from './job-progress';
import { removedBars, removedSum } from './removed-identifiers';
import { statusSign } from './status-sign';

export interface RowPlace {
  readonly selected: boolean;
  /** True for the one row that the tab key reaches; arrow keys reach the others. */
  readonly reachable: boolean;
}

/** One job as a table row. */
export function jobRow(job: Job, place: RowPlace): TemplateResult {
  return html`
    <tr data-testid="job-row" data-job=${job.id} data-status=${job.status}
        tabindex=${place.reachable ? 0 : -1} aria-selected=${place.selected}>
      <td class="cell-state">${statusSign(job.status)}</td>
      <td class="cell-medium">
        ${kindIcon(job.kind)}<span>${text(`kind.${job.kind}`)}</span>
        <span class="muted number">${bytes(job.size_bytes)}</span>
      </td>
      <td class="cell-progress">${jobProgress(job)} ${took(job)}</td>
      <td class="cell-removed">${removed(job)}</td>
      <td class="cell-links">${links(job)}</td>
      <td class="cell-center">
        <span>${job.center_key}</span><span class="muted">${word('mode', job.ingest_mode)}</span>
      </td>
      <td class="cell-age number">
        <time datetime=${job.created_at} title=${dateTime(job.created_at)}>${age(job.created_at)}</time>
      </td>
      <td class="cell-actions">${jobActions(job)}</td>
    </tr>`;
}

function removed(job: Job): TemplateResult | typeof nothing {
  const sum = removedSum(job.removed_by_type);
  if (sum === 0) {
    return job.status === 'anonymized' ? html`<span class="number">0</span>` : nothing;
  }
  return html`
    <details class="removed">
      <summary aria-label=${counted('removed', sum)}>
        <span class="number">${sum.toLocaleString(language.current)}</span>
      </summary>
      ${removedBars(job.removed_by_type)}
    </details>`;
}

function took(job: Job): TemplateResult | typeof nothing {
  if (job.status !== 'anonymized' || job.finished_at === null) {
    return nothing;
  }
  const time = between(job.created_at, job.finished_at);
  return html`<span class="muted small number">${text('jobs.took', { time })}</span>`;
}

function links(job: Job): TemplateResult | typeof nothing {
  if (job.patient_id === null) {
    return nothing;
  }
  return html`
    <span>${text('jobs.patient', { id: job.patient_id })}</span>
    ${job.patient_examination_id === null
      ? nothing
      : html`<span class="muted">${text('jobs.examination', { id: job.patient_examination_id })}</span>`}`;
}
