import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Job } from '../api/records';
import { jobProgress } from '../jobs/job-progress';
import { removedBars, removedSum } from '../jobs/removed-identifiers';
import { statusSign } from '../jobs/status-sign';
import { Component } from '../page/component';
import { closeIcon, kindIcon } from '../page/icons';
import { between, bytes, dateTime } from '../texts/format';
import { counted, text, word } from '../texts/texts';
import type { Medium } from './medium';
import './detail-pane.css';
import './patient-timeline';
import './report-view';
import './video-view';

/** One job: what came of it, whose it is and how it went. Sends `close-detail`. */
class DetailPane extends Component {
  static override properties = { job: { attribute: false }, chosen: { state: true } };
  declare job: Job;
  /** Another medium of the same patient, chosen on the timeline. */
  declare private chosen: Medium | null;

  constructor() {
    super();
    this.chosen = null;
  }

  override focus(): void {
    this.find<HTMLElement>('h2')?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.get('job')?.id !== this.job.id) {
      this.chosen = null;
    }
  }

  protected override render(): TemplateResult {
    const shown = this.chosen ?? resultOf(this.job);
    return html`
      <aside class="detail" aria-labelledby="detail-title" data-testid="detail-pane">
        <header class="section-head">
          <h2 id="detail-title" tabindex="-1">
            ${kindIcon(this.job.kind)} ${text(`kind.${this.job.kind}`)}
            <span class="unseen">${text('detail.title')}</span>
          </h2>
          ${statusSign(this.job.status)}
          <button type="button" class="quiet detail-close" aria-label=${text('detail.close')}
                  aria-keyshortcuts="Escape" @click=${this.close}>${closeIcon()}</button>
        </header>
        ${jobProgress(this.job)}
        ${shown === null ? this.without() : mediumView(shown)}
        ${this.job.patient_id === null
          ? nothing
          : html`<patient-timeline .patient=${this.job.patient_id} .shown=${shown}
                     @show-medium=${this.choose}></patient-timeline>`}
        <div class="detail-columns">${this.removed()} ${this.facts()}</div>
      </aside>`;
  }

  private without(): TemplateResult | typeof nothing {
    return this.job.error_code === null && this.job.status !== 'cancelled'
      ? html`<p class="empty">${text('detail.unfinished')}</p>`
      : nothing;
  }

  private removed(): TemplateResult | typeof nothing {
    if (this.job.status !== 'anonymized') {
      return nothing;
    }
    const sum = removedSum(this.job.removed_by_type);
    return html`
      <section aria-labelledby="detail-removed">
        <h3 id="detail-removed">${sum === 0 ? text('detail.nothing_removed') : counted('removed', sum)}</h3>
        ${removedBars(this.job.removed_by_type)}
      </section>`;
  }

  private facts(): TemplateResult {
    const { job } = this;
    return html`
      <section aria-labelledby="detail-facts">
        <h3 id="detail-facts">${text('detail.facts')}</h3>
        <dl class="facts">
          ${fact(text('upload.center'), job.center_key)}
          ${fact(text('detail.boundary'), word('mode', job.ingest_mode))}
          ${fact(text('detail.source'), job.source_system)}
          ${fact(text('detail.size'), bytes(job.size_bytes))}
          ${fact(text('detail.accepted'), dateTime(job.created_at))}
          ${job.finished_at === null
            ? nothing
            : html`${fact(text('detail.finished'), dateTime(job.finished_at))}
                ${fact(text('detail.took'), between(job.created_at, job.finished_at))}`}
        </dl>
        <code class="muted small">${job.id}</code>
      </section>`;
  }

  private choose(event: CustomEvent<Medium>): void {
    this.chosen = event.detail;
  }

  private close(): void {
    this.dispatchEvent(new CustomEvent('close-detail', { bubbles: true }));
  }
}

const resultOf = (job: Job): Medium | null =>
  job.status === 'anonymized' && job.medium_id !== null
    ? { kind: job.kind, id: job.medium_id }
    : null;

const mediumView = ({ kind, id }: Medium): TemplateResult =>
  kind === 'report'
    ? html`<report-view .report=${id}></report-view>`
    : html`<video-view .video=${id}></video-view>`;

const fact = (name: string, value: string): TemplateResult =>
  html`<div><dt>${name}</dt><dd class="number">${value}</dd></div>`;

customElements.define('detail-pane', DetailPane);

declare global {
  interface HTMLElementTagNameMap {
    'detail-pane': DetailPane;
  }
}
