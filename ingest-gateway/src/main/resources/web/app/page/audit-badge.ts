import { html, nothing, svg, type TemplateResult } from 'lit';
import { hub } from '../api/hub';
import type { AuditState } from '../api/records';
import { dateTime } from '../texts/format';
import { language, text, word } from '../texts/texts';
import { Component } from './component';

const EVERY_MS = 60_000;

const SHAPES = {
  sound: svg`<path d="M8 1.500 13.500 4v4c0 3.500-2.400 5.700-5.500 6.500C4.900 13.700 2.500 11.500 2.500 8V4Zm-2.500 6.500 2 2 3.200-4"/>`,
  other: svg`<path d="M8 1.500 13.500 4v4c0 3.500-2.400 5.700-5.500 6.500C4.900 13.700 2.500 11.500 2.500 8V4ZM8 5v3.500M8 10.600v.4"/>`,
} as const;

/** Whether the chain of what was done is whole, as sign and word. */
class AuditBadge extends Component {
  static override properties = { state: { state: true } };
  declare private state: AuditState | null;
  private timer = 0;

  constructor() {
    super();
    this.state = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
    this.timer = window.setInterval(() => void this.read(), EVERY_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.timer);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.state === null) {
      return nothing;
    }
    const { status, entry_count: entries, checked_at: checked } = this.state;
    const title = checked === null
      ? text('audit.not_checked')
      : text('audit.checked', {
          n: entries.toLocaleString(language.current), time: dateTime(checked),
        });
    return html`
      <span class="line audit-${status}" title=${title} data-testid="audit-badge" data-state=${status}>
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
          ${status === 'verified' ? SHAPES.sound : SHAPES.other}
        </svg>${word('audit', status)}<span class="unseen">${title}</span>
      </span>`;
  }

  private async read(): Promise<void> {
    try {
      this.state = await hub.auditState();
    } catch {
      // The live line says that the suite is away; an old badge would say more than is known.
      this.state = null;
    }
  }
}

customElements.define('audit-badge', AuditBadge);
