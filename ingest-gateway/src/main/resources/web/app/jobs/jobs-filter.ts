import { html, type TemplateResult } from 'lit';
import { JOB_STATUSES, type JobStatus } from '../api/records';
import { Component, Watch } from '../page/component';
import { text } from '../texts/texts';
import { jobs } from './live-jobs';

/** Chooses the state whose jobs are shown. */
class JobsFilter extends Component {
  constructor() {
    super();
    new Watch(this, jobs);
  }

  override focus(): void {
    this.find<HTMLSelectElement>('select')?.focus();
  }

  protected override render(): TemplateResult {
    return html`
      <label class="field">
        <span>${text('jobs.filter')}</span>
        <select data-testid="jobs-filter" aria-keyshortcuts="/" @change=${this.chosen}>
          <option value="" .selected=${jobs.filter === null}>${text('jobs.all')}</option>
          ${JOB_STATUSES.map((status) => html`
            <option value=${status} .selected=${jobs.filter === status}>${text(`status.${status}`)}</option>`)}
        </select>
      </label>`;
  }

  private chosen(event: Event): void {
    const value = (event.target as HTMLSelectElement).value;
    void jobs.choose(value === '' ? null : (value as JobStatus));
  }
}

customElements.define('jobs-filter', JobsFilter);
