import { html, nothing, type TemplateResult } from 'lit';
import type { NetworkNode, RecipientKey } from '../api/records';
import { bar } from '../jobs/job-progress';
import { Component, Ticking, Watch } from '../page/component';
import { kindIcon } from '../page/icons';
import { rowFor, rowOf } from '../page/row-keys';
import { session } from '../page/session';
import { age, bytes, dateTime, duration } from '../texts/format';
import { problemText, text, word } from '../texts/texts';
import { conflictList } from './conflict-list';
import { expiry, lasting } from './expiry';
import { askToCallOff, askToLetIn, mayCallOff, maySendAgain, sendAgain } from './transfer-actions';
import { INCOMING_STATES, OUTBOUND_STATES, transfers, type Transfer } from './transfer-store';
import '../page/list-view.css';
import './transfers.css';

const KEY_DIGITS = 12;

/** Media on their way between nodes: at a site what it sends, at a hub what comes in. */
class TransfersView extends Component {
  constructor() {
    super();
    new Watch(this, transfers);
    new Watch(this, session);
    new Ticking(this, 10);
  }

  private readonly known = (): void => void transfers.refresh();

  override connectedCallback(): void {
    super.connectedCallback();
    session.addEventListener('change', this.known);
    transfers.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    session.removeEventListener('change', this.known);
    transfers.stop();
  }

  override focus(): void {
    this.find<HTMLSelectElement>('select')?.focus();
  }

  protected override render(): TemplateResult {
    const incoming = session.transfers === 'incoming';
    const conflicts = incoming && transfers.problem === null ? conflictList(this.pressed) : nothing;
    const waiting = transfers.conflicts.length > 0;
    return html`
      ${waiting ? conflicts : nothing}
      <section class="list-view" aria-labelledby="transfers-title" data-testid="transfers">
        <header class="section-head">
          <h2 id="transfers-title">${text('view.transfers')}</h2>
          ${this.filter(incoming ? INCOMING_STATES : OUTBOUND_STATES)}
        </header>
        <p class="list-intro muted small">${text(incoming ? 'transfers.in_intro' : 'transfers.out_intro')}</p>
        ${this.papers()}
        ${this.trouble()}
        ${transfers.rows.length > 0 ? this.table() : transfers.problem !== null ? nothing : html`
          <p class="empty">${text(this.emptiness())}</p>`}
      </section>
      ${incoming && transfers.problem === null ? html`
        ${waiting ? nothing : conflicts} ${this.administration()}` : nothing}`;
  }

  private emptiness(): 'list.loading' | 'transfers.none' | 'transfers.none_in_filter' {
    if (transfers.loading) {
      return 'list.loading';
    }
    return transfers.all.length === 0 ? 'transfers.none' : 'transfers.none_in_filter';
  }

  private trouble(): TemplateResult | typeof nothing {
    if (transfers.problem === null) {
      return nothing;
    }
    const { code, detail } = transfers.problem;
    return html`
      <p class="notice" role="alert">
        ${code === 'not_found' ? text('transfers.off') : problemText(code, detail)}
        <button type="button" @click=${() => transfers.refresh()}>${text('jobs.retry')}</button>
      </p>`;
  }

  private filter(states: readonly string[]): TemplateResult {
    const chosen = (event: Event): void =>
      transfers.choose((event.target as HTMLSelectElement).value || null);
    return html`
      <label class="field">
        <span>${text('jobs.state')}</span>
        <select data-testid="transfers-state" aria-keyshortcuts="/" @change=${chosen}>
          <option value="" .selected=${transfers.state === null}>${text('filter.any')}</option>
          ${states.map((state) => html`
            <option value=${state} .selected=${transfers.state === state}>${word('transfer', state)}</option>`)}
        </select>
      </label>`;
  }

  /** Of a site: to whom it sends, with what, and for how long that is valid. */
  private papers(): TemplateResult | typeof nothing {
    const { sender } = transfers;
    if (session.transfers !== 'outbound' || sender === null) {
      return nothing;
    }
    return html`
      <dl class="papers small" aria-label=${text('transfers.papers')} data-testid="transfer-papers">
        <div><dt>${text('transfers.sends_as')}</dt><dd>${sender.node_key}</dd></div>
        <div><dt>${text('transfers.sends_to')}</dt>
          <dd>${sender.target_node_key}${sender.hub_url === null ? nothing : html` (${sender.hub_url})`}</dd></div>
        <div><dt>${text('transfers.certificate')}</dt><dd>${expiry(sender.certificate)}</dd></div>
        <div><dt>${text('transfers.sealed_for')}</dt>
          <dd title=${sender.recipient_key_id ?? ''}>${sender.recipient_key_id?.slice(0, KEY_DIGITS) ?? '–'}</dd></div>
      </dl>`;
  }

  private table(): TemplateResult {
    return html`
      <table class="list" aria-labelledby="transfers-title" @keydown=${this.pressed}>
        <thead>
          <tr>
            <th scope="col">${text('jobs.state')}</th>
            <th scope="col">${text('transfers.transfer')}</th>
            <th scope="col">${text('transfers.node')}</th>
            <th scope="col">${text('jobs.progress')}</th>
            <th scope="col">${text('jobs.age')}</th>
            <th scope="col"><span class="unseen">${text('jobs.actions')}</span></th>
          </tr>
        </thead>
        <tbody>${transfers.rows.map((transfer) => this.row(transfer))}</tbody>
      </table>`;
  }

  private row(transfer: Transfer): TemplateResult {
    return html`
      <tr tabindex="0" data-testid="transfer-row" data-state=${transfer.state} data-key=${transfer.key}>
        <td><span class="status transfer-${transfer.state}">${word('transfer', transfer.state)}</span></td>
        <td>
          ${kindIcon(transfer.kind)} ${text(`kind.${transfer.kind}`)}
          <span class="muted small transfer-key">${transfer.key}</span>
          ${this.problem(transfer)}
        </td>
        <td>${transfer.node}<span class="muted small">${transfer.center}</span></td>
        <td class="cell-bytes">${this.progress(transfer)}</td>
        <td class="number">${transfer.changedAt === null ? nothing : html`
          <time datetime=${transfer.changedAt} title=${dateTime(transfer.changedAt)}>
            ${age(transfer.changedAt)}</time>`}</td>
        <td class="cell-actions">${session.mayWrite('transfer') ? this.actions(transfer) : nothing}</td>
      </tr>`;
  }

  private actions(transfer: Transfer): TemplateResult {
    return html`
      <span class="row-actions">
        ${maySendAgain(transfer) ? html`
          <button type="button" data-testid="transfer-again" @click=${() => sendAgain(transfer)}>
            ${text('transfers.again')}</button>` : nothing}
        ${mayCallOff(transfer) ? html`
          <button type="button" data-testid="transfer-cancel" @click=${() => askToCallOff(transfer)}>
            ${text('transfers.cancel')} …</button>` : nothing}
      </span>`;
  }

  private problem(transfer: Transfer): TemplateResult | typeof nothing {
    const told = [
      transfer.failure === null ? '' : word('failure', transfer.failure),
      transfer.problem === null ? '' : problemText(transfer.problem, ''),
      transfer.needsRecall ? text('transfers.needs_recall') : '',
      transfer.state === 'cancelled' && transfer.applied && !transfer.withdrawn
        ? text('transfers.applied_though_cancelled') : '',
    ].filter((sentence) => sentence !== '');
    return told.length === 0 ? nothing : html`<span class="problem">${told.join(' ')}</span>`;
  }

  private progress(transfer: Transfer): TemplateResult {
    const { doneBytes, totalBytes, bytesPerSecond } = transfer;
    const percent = totalBytes === null ? 0 : Math.floor((doneBytes / totalBytes) * 100);
    const facts = [
      totalBytes === null
        ? '' : text('transfers.bytes', { done: bytes(doneBytes), total: bytes(totalBytes) }),
      bytesPerSecond > 0 ? text('transfers.rate', { rate: bytes(bytesPerSecond) }) : '',
      bytesPerSecond > 0 && totalBytes !== null && doneBytes < totalBytes
        ? text('transfers.left', { time: duration((totalBytes - doneBytes) / bytesPerSecond) }) : '',
      (transfer.attempt ?? 0) > 0 ? text('transfers.attempt', { n: transfer.attempt ?? 0 }) : '',
      transfer.nextAt === null || Date.parse(transfer.nextAt) <= Date.now()
        ? '' : text('transfers.next', {
          time: duration((Date.parse(transfer.nextAt) - Date.now()) / 1000),
        }),
    ].filter((fact) => fact !== '');
    return html`
      <div class="progress">
        ${totalBytes === null ? nothing : html`
          ${bar(percent, word('transfer', transfer.state))}
          <span class="progress-percent">${percent}&nbsp;%</span>`}
        <span class="muted" data-testid="transfer-facts">${facts.join(' · ')}</span>
      </div>`;
  }

  private administration(): TemplateResult {
    return html`
      <section class="list-view" aria-labelledby="nodes-title" data-testid="transfer-nodes">
        <header class="section-head"><h2 id="nodes-title">${text('transfers.nodes')}</h2></header>
        ${transfers.nodes.length === 0 ? html`<p class="empty">${text('transfers.no_nodes')}</p>` : html`
          <table class="list" aria-labelledby="nodes-title" @keydown=${this.pressed}>
            <thead>
              <tr>
                <th scope="col">${text('jobs.state')}</th>
                <th scope="col">${text('transfers.node')}</th>
                <th scope="col">${text('filter.center')}</th>
                <th scope="col">${text('transfers.certificate')}</th>
                <th scope="col"><span class="unseen">${text('jobs.actions')}</span></th>
              </tr>
            </thead>
            <tbody>${transfers.nodes.map((node) => this.node(node))}</tbody>
          </table>`}
      </section>
      <section class="list-view" aria-labelledby="keys-title" data-testid="transfer-keys">
        <header class="section-head"><h2 id="keys-title">${text('transfers.keys')}</h2></header>
        <dl class="papers small">${transfers.keys.map((key) => this.key(key))}</dl>
      </section>`;
  }

  private node(node: NetworkNode): TemplateResult {
    const next = !node.is_active;
    return html`
      <tr tabindex="0" data-testid="node-row" data-node=${node.node_key} data-active=${node.is_active}>
        <td><span class="status transfer-${node.is_active ? 'applied' : 'failed'}">
          ${text(node.is_active ? 'transfers.active' : 'transfers.inactive')}</span></td>
        <td>${node.node_key}<span class="muted small">${node.display_name}</span></td>
        <td>${node.owning_center_key ?? '–'}</td>
        <td>${expiry(lasting(node.certificates))}</td>
        <td class="cell-actions">${session.mayWrite('node') ? html`
          <span class="row-actions">
            <button type="button" data-testid="node-activity" @click=${() => askToLetIn(node, next)}>
              ${text(next ? 'transfers.activate' : 'transfers.deactivate')} …</button>
          </span>` : nothing}</td>
      </tr>`;
  }

  private key(key: RecipientKey): TemplateResult {
    return html`
      <div>
        <dt>${text('transfers.key')} <span class="number" title=${key.key_id}>${key.key_id.slice(0, KEY_DIGITS)}</span></dt>
        <dd>${word('key', key.state)}, ${text('transfers.since', { time: dateTime(key.changed_at) })}</dd>
      </div>`;
  }

  private pressed(event: KeyboardEvent): void {
    const row = rowOf(event);
    const table = row?.closest('table');
    const target = row == null || table == null
      ? null : rowFor(event.key, row, [...table.querySelectorAll<HTMLElement>('tbody tr')]);
    if (target !== null) {
      target.focus();
      event.preventDefault();
    }
  }
}

customElements.define('transfers-view', TransfersView);
