import { html, nothing, type TemplateResult } from 'lit';
import { QUARANTINE_STATUSES, type QuarantineItem, type QuarantineStatus } from '../api/records';
import { pageTurner } from '../jobs/page-turner';
import { Component, Ticking, Watch } from '../page/component';
import { rowFor, rowOf } from '../page/row-keys';
import { session } from '../page/session';
import { age, bytes, dateTime } from '../texts/format';
import { problemText, text, word } from '../texts/texts';
import { askToDecide, askToReap, DECISIONS, mayDecide } from './quarantine-actions';
import { quarantine } from './quarantine-store';
import '../page/list-view.css';

const WAITS_DAYS = [0, 7, 30, 90] as const;

/** Drops that were refused, each until a person decides about it. */
class QuarantineView extends Component {
  private olderThanDays = 30;

  constructor() {
    super();
    new Watch(this, quarantine);
    new Watch(this, session);
    new Ticking(this, 30);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void quarantine.refresh();
  }

  override focus(): void {
    this.find<HTMLSelectElement>('select')?.focus();
  }

  protected override render(): TemplateResult {
    return html`
      <section class="list-view" aria-labelledby="quarantine-title" data-testid="quarantine">
        <header class="section-head">
          <h2 id="quarantine-title">${text('view.quarantine')}</h2>
          ${this.filter()} ${this.reaping()}
        </header>
        <p class="list-intro muted small">${text('quarantine.intro')}</p>
        ${quarantine.problem === null ? nothing : html`
          <p class="notice" role="alert">
            ${problemText(quarantine.problem.code, quarantine.problem.detail)}
            <button type="button" @click=${() => quarantine.refresh()}>${text('jobs.retry')}</button>
          </p>`}
        ${quarantine.rows.length > 0 ? this.table() : quarantine.problem !== null ? nothing : html`
          <p class="empty">${text(quarantine.loading ? 'list.loading' : 'quarantine.none')}</p>`}
        ${pageTurner(quarantine)}
      </section>`;
  }

  private filter(): TemplateResult {
    const chosen = (event: Event): void => {
      const { value } = event.target as HTMLSelectElement;
      void quarantine.choose(value === '' ? null : (value as QuarantineStatus));
    };
    return html`
      <label class="field">
        <span>${text('jobs.state')}</span>
        <select data-testid="quarantine-status" aria-keyshortcuts="/" @change=${chosen}>
          <option value="" .selected=${quarantine.status === null}>${text('filter.any')}</option>
          ${QUARANTINE_STATUSES.map((status) => html`
            <option value=${status} .selected=${quarantine.status === status}>
              ${text(`drop.${status}`)}</option>`)}
        </select>
      </label>`;
  }

  private reaping(): TemplateResult | typeof nothing {
    if (!session.mayWrite('quarantine')) {
      return nothing;
    }
    return html`
      <span class="field">
        <label for="reap-days">${text('quarantine.arrived_before')}</label>
        <select id="reap-days" @change=${(event: Event) => {
          this.olderThanDays = Number((event.target as HTMLSelectElement).value);
        }}>
          ${WAITS_DAYS.map((days) => html`
            <option value=${days} .selected=${days === this.olderThanDays}>
              ${days === 0 ? text('filter.any') : text('time.days', { n: days })}</option>`)}
        </select>
        <button type="button" data-testid="reap" @click=${() => askToReap(this.olderThanDays)}>
          ${text('quarantine.reap')} …</button>
      </span>`;
  }

  private table(): TemplateResult {
    return html`
      <table class="list" aria-labelledby="quarantine-title" @keydown=${this.pressed}>
        <thead>
          <tr>
            <th scope="col">${text('jobs.state')}</th>
            <th scope="col">${text('list.cause')}</th>
            <th scope="col">${text('list.folder')}</th>
            <th scope="col">${text('filter.center')}</th>
            <th scope="col">${text('jobs.age')}</th>
            <th scope="col"><span class="unseen">${text('jobs.actions')}</span></th>
          </tr>
        </thead>
        <tbody>${quarantine.rows.map((item) => this.row(item))}</tbody>
      </table>`;
  }

  private row(item: QuarantineItem): TemplateResult {
    return html`
      <tr tabindex="0" data-testid="quarantine-row" data-status=${item.status}>
        <td><span class="status drop-${item.status}">${text(`drop.${item.status}`)}</span></td>
        <td>
          ${problemText(item.reason_code, item.reason_detail)}
          ${item.error_code === null ? nothing : html`
            <span class="problem">${problemText(item.error_code, '')}</span>`}
          ${item.decision_reason === null ? nothing : html`
            <span class="muted small">${text('quarantine.decided', {
              reason: item.decision_reason, who: item.reviewed_by ?? '',
            })}</span>`}
        </td>
        <td>${word('folder', item.folder)} <span class="muted number">${bytes(item.size_bytes)}</span></td>
        <td>${item.center_key}</td>
        <td class="number">
          <time datetime=${item.arrived_at} title=${dateTime(item.arrived_at)}>${age(item.arrived_at)}</time>
        </td>
        <td class="cell-actions">${this.actions(item)}</td>
      </tr>`;
  }

  private actions(item: QuarantineItem): TemplateResult | typeof nothing {
    if (!session.mayWrite('quarantine')) {
      return nothing;
    }
    return html`
      <span class="row-actions">
        ${DECISIONS.filter((decision) => mayDecide(item, decision)).map((decision) => html`
          <button type="button" data-testid="drop-${decision}"
                  @click=${() => askToDecide(item, decision)}>${text(`quarantine.${decision}`)}</button>`)}
      </span>`;
  }

  private pressed(event: KeyboardEvent): void {
    const row = rowOf(event);
    const target = row === null
      ? null : rowFor(event.key, row, [...this.querySelectorAll<HTMLElement>('tbody tr')]);
    if (target !== null) {
      target.focus();
      event.preventDefault();
    }
  }
}

customElements.define('quarantine-view', QuarantineView);
