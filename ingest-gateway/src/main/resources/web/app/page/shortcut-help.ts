import { html, type TemplateResult } from 'lit';
import { text, type TextKey } from '../texts/texts';
import { Component } from './component';
import { closeIcon } from './icons';

const SHORTCUTS: readonly (readonly [keys: readonly string[], meaning: TextKey])[] = [
  [['/'], 'shortcut.filter'],
  [['u'], 'shortcut.upload'],
  [['j', 'k'], 'shortcut.rows'],
  [['↑', '↓'], 'shortcut.rows_too'],
  [['Home', 'End'], 'shortcut.ends'],
  [['Enter'], 'shortcut.open'],
  [['r'], 'shortcut.retry'],
  [['c'], 'shortcut.cancel'],
  [['1', '2', '3', '4'], 'shortcut.views'],
  [['Esc'], 'shortcut.close'],
  [['?'], 'shortcut.help'],
];

/** The overview of all keys. */
class ShortcutHelp extends Component {
  open(): void {
    this.dialog()?.showModal();
  }

  protected override render(): TemplateResult {
    return html`
      <dialog aria-labelledby="shortcuts-title" data-testid="shortcut-help">
        <header class="section-head">
          <h2 id="shortcuts-title">${text('page.shortcuts')}</h2>
          <button type="button" class="quiet" aria-label=${text('page.close')}
                  @click=${() => this.dialog()?.close()}>${closeIcon()}</button>
        </header>
        <dl class="shortcuts">
          ${SHORTCUTS.map(([keys, meaning]) => html`
            <div>
              <dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt>
              <dd>${text(meaning)}</dd>
            </div>`)}
        </dl>
      </dialog>`;
  }

  private dialog(): HTMLDialogElement | null {
    return this.find<HTMLDialogElement>('dialog');
  }
}

customElements.define('shortcut-help', ShortcutHelp);

declare global {
  interface HTMLElementTagNameMap {
    'shortcut-help': ShortcutHelp;
  }
}
