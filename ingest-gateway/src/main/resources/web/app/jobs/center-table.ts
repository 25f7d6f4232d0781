import { html, nothing, type TemplateResult } from 'lit';
import type { CenterSummary, JobStatus } from '../api/records';
import { Component, Ticking, Watch } from '../page/component';
import { age } from '../texts/format';
import { language, text } from '../texts/texts';
import { jobs, summary } from './live-jobs';

const number = (count: number): string => count.toLocaleString(language.current);

const sum = (center: CenterSummary, ...statuses: readonly JobStatus[]): number =>
  statuses.reduce((total, status) => total + (center.by_status[status] ?? 0), 0);

/** How each center stands: what waits and since when, what runs, what failed. */
class CenterTable extends Component {
  constructor() {
    super();
    new Watch(this, summary);
    new Watch(this, jobs);
    new Ticking(this, 10);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { centers } = summary.summary;
    if (centers.length === 0) {
      return nothing;
    }
    return html`
      <div class="card" data-testid="centers">
        <table class="plain" aria-label=${text('centers.title')}>
          <thead>
            <tr>
              <th scope="col">${text('filter.center')}</th>
              <th scope="col">${text('status.pending')}</th>
              <th scope="col">${text('centers.oldest')}</th>
              <th scope="col">${text('status.processing')}</th>
              <th scope="col">${text('status.anonymized')}</th>
              <th scope="col">${text('status.error')}</th>
            </tr>
          </thead>
          <tbody>${centers.map((center) => this.row(center))}</tbody>
        </table>
      </div>`;
  }

  private row(center: CenterSummary): TemplateResult {
    const key = center.center_key;
    const chosen = jobs.filter.center === key;
    return html`
      <tr>
        <th scope="row">
          <button type="button" class="link" aria-pressed=${chosen}
                  @click=${() => jobs.choose({ center: chosen ? null : key })}>${key}</button>
        </th>
        <td class="number">${number(sum(center, 'pending', 'retrying'))}</td>
        <td class="number">${center.waiting_since === null ? '–' : age(center.waiting_since)}</td>
        <td class="number">${number(sum(center, 'processing', 'cancel_requested'))}</td>
        <td class="number">${number(sum(center, 'anonymized'))}</td>
        <td class="number">${number(sum(center, 'error', 'lost'))}</td>
      </tr>`;
  }
}

customElements.define('center-table', CenterTable);
