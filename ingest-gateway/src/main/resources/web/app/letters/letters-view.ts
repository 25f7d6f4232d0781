import { html, nothing, type TemplateResult } from 'lit';
import { LETTER_STATES, type DeadLetter, type LetterState } from '../api/records';
import { pageTurner } from '../jobs/page-turner';
import { Component, Ticking, Watch } from '../page/component';
import { rowFor, rowOf } from '../page/row-keys';
import { session } from '../page/session';
import { age, dateTime } from '../texts/format';
import { counted, problemText, text, word } from '../texts/texts';
import { askToDiscard, askToReplayAll, askToReplaySelection, replay } from './letter-actions';
import { CAUSES, letters, SERVICES, type Cause, type Service } from './letter-store';
import '../page/list-view.css';

const valueOf = (event: Event): string => (event.target as HTMLSelectElement).value;

/** Records a service set aside so that the others could pass, each until a person decides. */
class LettersView extends Component {
  constructor() {
    super();
    new Watch(this, letters);
    new Watch(this, session);
    new Ticking(this, 30);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void letters.refresh();
  }

  override focus(): void {
    this.find<HTMLSelectElement>('select')?.focus();
  }

  protected override render(): TemplateResult {
    return html`
      <section class="list-view" aria-labelledby="letters-title" data-testid="letters">
        <header class="section-head">
          <h2 id="letters-title">${text('view.letters')}</h2>
          ${this.filters()} ${this.bulk()}
        </header>
        <p class="list-intro muted small">${text('letters.intro')}</p>
        ${letters.problem === null ? nothing : html`
          <p class="notice" role="alert">
            ${problemText(letters.problem.code, letters.problem.detail)}
            <button type="button" @click=${() => letters.refresh()}>${text('jobs.retry')}</button>
          </p>`}
        ${letters.rows.length > 0 ? this.table() : letters.problem !== null ? nothing : html`
          <p class="empty">${text(letters.loading ? 'list.loading' : 'letters.none')}</p>`}
        ${pageTurner(letters)}
      </section>`;
  }

  private filters(): TemplateResult {
    return html`
      <label class="field">
        <span>${text('letters.service')}</span>
        <select data-testid="letters-service" aria-keyshortcuts="/"
                @change=${(event: Event) => letters.choose({ service: valueOf(event) as Service })}>
          ${SERVICES.map((name) => html`
            <option value=${name} .selected=${letters.service === name}>${text(`service.${name}`)}</option>`)}
        </select>
      </label>
      <label class="field">
        <span>${text('jobs.state')}</span>
        <select data-testid="letters-state"
                @change=${(event: Event) =>
                  letters.choose({ state: (valueOf(event) || null) as LetterState | null })}>
          <option value="" .selected=${letters.state === null}>${text('filter.any')}</option>
          ${LETTER_STATES.map((state) => html`
            <option value=${state} .selected=${letters.state === state}>${text(`letter.${state}`)}</option>`)}
        </select>
      </label>
      <label class="field">
        <span>${text('list.cause')}</span>
        <select data-testid="letters-cause"
                @change=${(event: Event) =>
                  letters.choose({ cause: (valueOf(event) || null) as Cause | null })}>
          <option value="" .selected=${letters.cause === null}>${text('filter.any')}</option>
          ${CAUSES.map((cause) => html`
            <option value=${cause} .selected=${letters.cause === cause}>${text(`short_cause.${cause}`)}</option>`)}
        </select>
      </label>`;
  }

  private bulk(): TemplateResult | typeof nothing {
    if (!session.mayWrite('ops')) {
      return nothing;
    }
    const count = letters.selection.length;
    return html`
      <span class="row-actions">
        <button type="button" data-testid="replay-selection" ?disabled=${count === 0}
                @click=${askToReplaySelection}>${text('letters.replay_selection')} (${count})</button>
        <button type="button" data-testid="replay-all" @click=${askToReplayAll}>
          ${text('letters.replay_all')} …</button>
      </span>`;
  }

  private table(): TemplateResult {
    return html`
      <table class="list" aria-labelledby="letters-title" @keydown=${this.pressed}>
        <thead>
          <tr>
            <th scope="col"><span class="unseen">${text('letters.select')}</span></th>
            <th scope="col">${text('jobs.state')}</th>
            <th scope="col">${text('list.cause')}</th>
            <th scope="col">${text('letters.event')}</th>
            <th scope="col">${text('filter.center')}</th>
            <th scope="col">${text('jobs.age')}</th>
            <th scope="col"><span class="unseen">${text('jobs.actions')}</span></th>
          </tr>
        </thead>
        <tbody>${letters.rows.map((letter) => this.row(letter))}</tbody>
      </table>`;
  }

  private row(letter: DeadLetter): TemplateResult {
    const place = `${letter.topic} ${letter.partition}/${letter.offset}`;
    return html`
      <tr tabindex="0" data-testid="letter-row" data-state=${letter.state}>
        <td class="cell-select">${letter.state === 'waiting' ? html`
          <input type="checkbox" aria-label=${text('letters.select_one', { place })}
                 .checked=${letters.selected.has(letter.id)}
                 @change=${(event: Event) =>
                   letters.select(letter.id, (event.target as HTMLInputElement).checked)}>` : nothing}</td>
        <td><span class="status letter-${letter.state}">${text(`letter.${letter.state}`)}</span></td>
        <td>
          ${word('cause', letter.reason)}
          ${letter.error_code === null || letter.state !== 'waiting' ? nothing : html`
            <span class="problem">${problemText(letter.error_code, '')}</span>`}
          ${letter.decision_reason === null ? nothing : html`
            <span class="muted small">${text('quarantine.decided', {
              reason: letter.decision_reason, who: letter.decided_by ?? '',
            })}</span>`}
        </td>
        <td>
          ${letter.event_type ?? text('letters.unknown_event')}
          <span class="muted small number">${place}</span>
        </td>
        <td>${letter.center_key ?? html`<span class="muted">${text('letters.no_center')}</span>`}</td>
        <td class="number">
          <time datetime=${letter.first_seen_at} title=${dateTime(letter.first_seen_at)}>
            ${age(letter.first_seen_at)}</time>
          <span class="muted small">${counted('letters.attempts', letter.attempts)}</span>
        </td>
        <td class="cell-actions">${this.actions(letter)}</td>
      </tr>`;
  }

  private actions(letter: DeadLetter): TemplateResult | typeof nothing {
    if (letter.state !== 'waiting' || !session.mayWrite('ops')) {
      return nothing;
    }
    return html`
      <span class="row-actions">
        <button type="button" data-testid="letter-replay" @click=${() => replay(letter)}>
          ${text('letters.replay')}</button>
        <button type="button" data-testid="letter-discard" @click=${() => askToDiscard(letter)}>
          ${text('letters.discard')} …</button>
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

customElements.define('letters-view', LettersView);
