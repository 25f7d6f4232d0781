import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Component, Ticking, Watch } from '../page/component';
import { clockTime } from '../texts/format';
import { problemText, text } from '../texts/texts';
import { jobRow } from './job-row';
import { jobs, line } from './live-jobs';
import './jobs-filter';
import './jobs-table.css';

/**
 * The live table. Arrow keys, Home and End move between rows, Enter or a click sends `open-job` with
 * the id of the job.
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
          <jobs-filter></jobs-filter>
        </header>
        ${stale && line.lastHeard > 0
          ? html`<p class="notice">${text('jobs.stale', { time: clockTime(line.lastHeard) })}</p>`
          : nothing}
        ${this.failure()}
        ${jobs.rows.length === 0 ? this.emptiness() : this.table()}
        ${jobs.hasOlder
          ? html`<p class="older">
              <button type="button" ?disabled=${jobs.loading} @click=${() => jobs.older()}>
                ${text('jobs.older')}
              </button>
            </p>`
          : nothing}
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
      ${text(jobs.filter === null ? 'jobs.none' : 'jobs.none_in_filter')}
    </p>`;
  }

  private clicked(event: MouseEvent): void {
    if (!insideDetails(event)) {
      this.open(rowOf(event));
    }
  }

  private reached(event: FocusEvent): void {
    this.current = rowOf(event)?.dataset['job'] ?? this.current;
  }

  private pressed(event: KeyboardEvent): void {
    const row = rowOf(event);
    if (row === null || insideDetails(event)) {
      return;
    }
    const target = this.target(event.key, row);
    if (target !== null) {
      target.focus();
      event.preventDefault();
    } else if (event.key === 'Enter') {
      this.open(row);
      event.preventDefault();
    }
  }

  private target(key: string, row: HTMLElement): HTMLElement | null {
    const rows = [...this.querySelectorAll<HTMLElement>('tbody tr')];
    const at = rows.indexOf(row);
    switch (key) {
      case 'ArrowDown':
        return rows[Math.min(at + 1, rows.length - 1)] ?? null;
      case 'ArrowUp':
        return rows[Math.max(at - 1, 0)] ?? null;
      case 'Home':
        return rows[0] ?? null;
      case 'End':
        return rows.at(-1) ?? null;
      default:
        return null;
    }
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

const rowOf = (event: Event): HTMLElement | null =>
  (event.target as Element).closest<HTMLElement>('tbody tr');

/** The breakdown in a row opens and closes by itself; it must not open the job too. */
const insideDetails = (event: Event): boolean =>
  (event.target as Element).closest('details') !== null;

customElements.define('jobs-table', JobsTable);

declare global {
  interface HTMLElementTagNameMap {
    'jobs-table': JobsTable;
  }
}
