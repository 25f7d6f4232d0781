import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Job } from '../api/records';
import { Component, Ticking, Watch } from '../page/component';
import { rowFor, rowOf } from '../page/row-keys';
import { session } from '../page/session';
import { clockTime } from '../texts/format';
import { problemText, text } from '../texts/texts';
import { askToCancel, mayCancel, mayRetry, retry } from './job-actions';
import { narrows } from './job-filter';
import { jobRow } from './job-row';
import { jobs, line } from './live-jobs';
import { pageTurner } from './page-turner';
import './bulk-bar';
import './jobs-filter';
import './jobs-table.css';

/**
 * The live table. Arrow keys, j and k, Home and End move between rows, Enter or a click sends
 * `open-job` with the id of the job; r and c act on the row that has the focus or is open.
 */
class JobsTable extends Component {
  static override properties = { selected: {}, current: { state: true } };
  declare selected: string | null;
  /** The row the tab key reaches. */
  declare current: string | null;

  constructor() {
    super();
    this.selected = null;
    this.current = null;
    new Watch(this, jobs);
    new Watch(this, line);
    new Watch(this, session);
    new Ticking(this, 10);
  }

  focusRow(id: string | null): void {
    const wanted = jobs.rows.find((job) => job.id === id) ?? jobs.rows[0];
    if (wanted !== undefined) {
      this.current = wanted.id;
      void this.updateComplete.then(() => this.row(wanted.id)?.focus());
    }
  }

  protected override render(): TemplateResult {
    const stale = line.state === 'stale';
    return html`
      <section aria-labelledby="jobs-title" class=${stale ? 'stale' : ''}>
        <header class="section-head">
          <h2 id="jobs-title">${text('jobs.title')}</h2>
          <bulk-bar></bulk-bar>
        </header>
        <jobs-filter></jobs-filter>
        ${stale && line.lastHeard > 0
          ? html`<p class="notice">${text('jobs.stale', { time: clockTime(line.lastHeard) })}</p>`
          : nothing}
        ${this.failure()}
        ${jobs.rows.length === 0 ? this.emptiness() : this.table()}
        ${pageTurner(jobs)}
      </section>`;
  }

  private table(): TemplateResult {
    const reachable = jobs.rows.find((job) => job.id === this.current) ?? jobs.rows[0];
    return html`
      <table data-testid="jobs-table" role="grid" aria-labelledby="jobs-title"
             @click=${this.clicked} @keydown=${this.pressed} @focusin=${this.reached}>
        <thead>
          <tr>
            <th scope="col" class="cell-state">${text('jobs.state')}</th>
            <th scope="col" class="cell-medium">${text('jobs.medium')}</th>
            <th scope="col" class="cell-progress">${text('jobs.progress')}</th>
            <th scope="col" class="cell-removed">${text('jobs.removed')}</th>
            <th scope="col" class="cell-links">${text('jobs.links')}</th>
            <th scope="col" class="cell-center">${text('jobs.center')}</th>
            <th scope="col" class="cell-age">${text('jobs.age')}</th>
            <th scope="col" class="cell-actions"><span class="unseen">${text('jobs.actions')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${repeat(jobs.rows, (job) => job.id, (job) =>
            jobRow(job, { selected: job.id === this.selected, reachable: job === reachable }))}
        </tbody>
      </table>`;
  }

  private failure(): TemplateResult | typeof nothing {
    if (jobs.problem === null) {
      return nothing;
    }
    return html`
      <p class="notice" role="alert">
        ${text('jobs.failed')} ${problemText(jobs.problem.code, jobs.problem.detail)}
        <button type="button" @click=${() => jobs.refresh()}>${text('jobs.retry')}</button>
      </p>`;
  }

  private emptiness(): TemplateResult | typeof nothing {
    if (jobs.loading) {
      return html`<p class="empty">${text('jobs.loading')}</p>`;
    }
    if (jobs.problem !== null) {
      return nothing;
    }
    return html`<p class="empty">
      ${text(narrows(jobs.filter) ? 'jobs.none_in_filter' : 'jobs.none')}
    </p>`;
  }

  private clicked(event: MouseEvent): void {
    if (!insideControl(event)) {
      this.open(rowOf(event));
    }
  }

  private reached(event: FocusEvent): void {
    this.current = rowOf(event)?.dataset['job'] ?? this.current;
  }

  private pressed(event: KeyboardEvent): void {
    const row = rowOf(event);
    if (row === null || insideControl(event)) {
      return;
    }
    const target = rowFor(event.key, row, this.tableRows());
    if (target !== null) {
      target.focus();
      event.preventDefault();
    } else if (event.key === 'Enter') {
      this.open(row);
      event.preventDefault();
    }
  }

  /** The key moves from the row that had the focus last, wherever the focus is now. */
  move(key: 'j' | 'k'): void {
    const rows = this.tableRows();
    const from = rows.find((row) => row.dataset['job'] === this.current);
    (from === undefined ? rows[0] : rowFor(key, from, rows))?.focus();
  }

  retryCurrent(): void {
    const job = this.acting();
    if (job !== undefined && mayRetry(job)) {
      void retry(job);
    }
  }

  cancelCurrent(): void {
    const job = this.acting();
    if (job !== undefined && mayCancel(job)) {
      askToCancel(job);
    }
  }

  private acting(): Job | undefined {
    const focused = document.activeElement?.closest<HTMLElement>('tr[data-job]')?.dataset['job'];
    const id = focused ?? this.selected;
    return id === null ? undefined : jobs.find(id);
  }

  private tableRows(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('tbody tr')];
  }

  private open(row: HTMLElement | null): void {
    const id = row?.dataset['job'];
    if (id !== undefined) {
      this.dispatchEvent(new CustomEvent('open-job', { detail: id, bubbles: true }));
    }
  }

  private row(id: string): HTMLElement | null {
    return this.find<HTMLElement>(`tr[data-job="${id}"]`);
  }
}

/** What can be clicked inside a row acts by itself; it must not open the job too. */
const insideControl = (event: Event): boolean =>
  (event.target as Element).closest('details, button') !== null;

customElements.define('jobs-table', JobsTable);

declare global {
  interface HTMLElementTagNameMap {
    'jobs-table': JobsTable;
  }
}
