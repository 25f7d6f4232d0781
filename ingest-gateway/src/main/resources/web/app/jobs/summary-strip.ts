import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { JOB_STATUSES, type JobStatus } from '../api/records';
import { Component, Ticking, Watch } from '../page/component';
import { age } from '../texts/format';
import { language, text } from '../texts/texts';
import { jobs, summary } from './live-jobs';
import { statusSign } from './status-sign';
import './center-table';
import './duration-histogram';
import './summary-strip.css';

/** States that are worth a tile even when nothing is in them. */
const ALWAYS: readonly JobStatus[] = ['pending', 'processing', 'anonymized', 'error'];

/** Counts by state, their shares as one bar and how long the oldest job waits; tiles filter. */
class SummaryStrip extends Component {
  constructor() {
    super();
    new Watch(this, summary);
    new Watch(this, jobs);
    new Ticking(this, 10);
  }

  protected override render(): TemplateResult {
    const shown = JOB_STATUSES.filter(
      (status) => ALWAYS.includes(status) || this.count(status) > 0 || jobs.filter.statuses.includes(status));
    return html`
      <section class="summary" aria-label=${text('summary.title')} data-testid="summary">
        <ul class="tiles">
          ${shown.map((status) => this.tile(status))}
          <li class="tile tile-wait">
            <span class="tile-number">${this.waiting()}</span>
            <span class="muted">${summary.summary.waiting_since === null
              ? text('summary.none_waiting')
              : text('summary.waiting_since')}</span>
          </li>
        </ul>
        ${this.shares(shown)}
        <div class="overview">
          <center-table></center-table>
          <duration-histogram></duration-histogram>
        </div>
      </section>`;
  }

  private tile(status: JobStatus): TemplateResult {
    const { statuses } = jobs.filter;
    const pressed = statuses.includes(status);
    const others = statuses.filter((other) => other !== status);
    return html`
      <li>
        <button type="button" class="tile" aria-pressed=${pressed} data-testid="chip-${status}"
                @click=${() => jobs.choose({ statuses: pressed ? others : [...statuses, status] })}>
          <span class="tile-number">${this.count(status).toLocaleString(language.current)}</span>
          ${statusSign(status)}
        </button>
      </li>`;
  }

  private waiting(): string {
    const since = summary.summary.waiting_since;
    return since === null ? '–' : age(since);
  }

  private shares(shown: readonly JobStatus[]): TemplateResult | typeof nothing {
    const total = shown.reduce((sum, status) => sum + this.count(status), 0);
    if (total === 0) {
      return nothing;
    }
    let x = 0;
    const parts: SVGTemplateResult[] = shown.map((status) => {
      const width = (100 * this.count(status)) / total;
      const part = svg`<rect class="share share-${status}" x=${x} width=${width} height="4"></rect>`;
      x += width;
      return part;
    });
    return html`
      <svg class="shares" role="img" aria-label=${text('summary.shares')} viewBox="0 0 100 4"
           preserveAspectRatio="none">${parts}</svg>`;
  }

  private count(status: JobStatus): number {
    return summary.summary.by_status[status] ?? 0;
  }
}

customElements.define('summary-strip', SummaryStrip);
