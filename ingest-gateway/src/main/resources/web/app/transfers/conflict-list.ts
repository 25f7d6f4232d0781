import { html, nothing, type TemplateResult } from 'lit';
import type { ConflictSide, TransferConflict } from '../api/records';
import { kindIcon } from '../page/icons';
import { session } from '../page/session';
import { age, bytes, dateTime } from '../texts/format';
import { text, word } from '../texts/texts';
import { askToDecideConflict } from './conflict-actions';
import { transfers } from './transfer-store';

const DIGITS = 12;

/** Registrations that contradict what the hub has, each until a person decides. */
export function conflictList(pressed: (event: KeyboardEvent) => void): TemplateResult {
  const open = transfers.conflicts;
  return html`
    <section class="list-view" aria-labelledby="conflicts-title" data-testid="conflicts">
      <header class="section-head"><h2 id="conflicts-title">${text('conflicts.title')}</h2></header>
      ${open.length === 0 ? html`<p class="empty">${text('conflicts.none')}</p>` : html`
        <p class="list-intro muted small">${text('conflicts.intro')}</p>
        <table class="list" aria-labelledby="conflicts-title" @keydown=${pressed}>
          <thead>
            <tr>
              <th scope="col">${text('conflicts.what')}</th>
              <th scope="col">${text('conflicts.existing')}</th>
              <th scope="col">${text('conflicts.other')}</th>
              <th scope="col"><span class="unseen">${text('jobs.actions')}</span></th>
            </tr>
          </thead>
          <tbody>${open.map(row)}</tbody>
        </table>
        ${transfers.moreConflicts ? html`<p class="list-intro muted small">${text('conflicts.more')}</p>` : nothing}`}
    </section>`;
}

function row(conflict: TransferConflict): TemplateResult {
  const { differing_fields: differing } = conflict;
  return html`
    <tr tabindex="0" data-testid="conflict-row" data-kind=${conflict.kind} data-id=${conflict.id}>
      <td class="conflict-what">
        <strong>${word('conflict', conflict.kind)}</strong>
        <span class="muted small">${kindIcon(conflict.resource_kind)} ${text(`kind.${conflict.resource_kind}`)}
          <span class="number" title=${conflict.resource_hash}>${conflict.resource_hash.slice(0, DIGITS)}</span>
          · ${conflict.center_key}</span>
        <span class="muted small">${text('conflicts.times', { n: conflict.times })} ·
          <time datetime=${conflict.last_seen_at} title=${dateTime(conflict.last_seen_at)}>
            ${age(conflict.last_seen_at)}</time></span>
        <span class="small" data-testid="conflict-differs">
          ${text('conflicts.differs')}
          ${differing.length === 0 ? text('conflicts.differs_unknown') : html`
            <ul class="differing">${differing.map((name) => html`<li><code>${breakable(name)}</code></li>`)}</ul>`}</span>
      </td>
      <td>${side(conflict.existing, conflict.other, 'existing')}</td>
      <td>${side(conflict.other, conflict.existing, 'other')}</td>
      <td class="cell-actions">${session.mayWrite('transfer') ? html`
        <span class="row-actions conflict-actions">
          ${conflict.allowed_decisions.map((decision) => html`
            <button type="button" data-testid="conflict-${decision}"
                    @click=${() => askToDecideConflict(conflict, decision)}>
              ${word('conflict_decision', decision)} …</button>`)}
        </span>` : nothing}</td>
    </tr>`;
}

/** A path of members may break behind its dots. */
const breakable = (path: string): TemplateResult[] =>
  path.split(/(?<=\.)/).map((part) => html`${part}<wbr>`);

const TITLES = { existing: 'conflicts.existing', other: 'conflicts.other' } as const;

/** What both sides tell alike is muted; what tells them apart stands out, not by colour alone. */
function side(
  shown: ConflictSide | null, against: ConflictSide | null, which: 'existing' | 'other',
): TemplateResult {
  const title = html`<span class="side-title muted small" aria-hidden="true">${text(TITLES[which])}</span>`;
  if (shown === null) {
    return html`${title}<span class="muted small" data-testid="conflict-${which}">${text('conflicts.elsewhere')}</span>`;
  }
  const differs = (member: keyof ConflictSide): string =>
    against !== null && shown[member] !== against[member] ? 'apart' : 'alike';
  const { artifact_sha256: artifact, size_bytes: size, applied_at: applied } = shown;
  return html`${title}
    <dl class="side small" data-testid="conflict-${which}">
      <div class=${differs('node_key')}><dt>${text('transfers.node')}</dt><dd>${shown.node_key}</dd></div>
      <div class=${differs('status')}><dt>${text('jobs.state')}</dt><dd>${word('conflict_state', shown.status)}</dd></div>
      <div class=${differs('artifact_sha256')}><dt>${text('conflicts.artifact')}</dt>
        <dd class="number" title=${artifact ?? ''}>${artifact?.slice(0, DIGITS) ?? '–'}</dd></div>
      <div class=${differs('size_bytes')}><dt>${text('conflicts.size')}</dt>
        <dd>${size === null ? text('conflicts.no_media') : bytes(size)}</dd></div>
      <div><dt>${text('conflicts.registered')}</dt><dd>${dateTime(shown.registered_at)}</dd></div>
      ${applied === null ? nothing : html`
        <div><dt>${word('transfer', 'applied')}</dt><dd>${dateTime(applied)}</dd></div>`}
      <div class=${differs('transfer_key')}><dt>${text('transfers.key')}</dt>
        <dd class="side-key">${shown.transfer_key}</dd></div>
    </dl>`;
}
