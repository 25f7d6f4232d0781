import { html, type TemplateResult } from 'lit';
import { Announcer } from './announcer';
import { Component, Watch } from './component';

/** Where screen readers hear what changed, politely. */
class LiveRegion extends Component {
  private readonly announcer = new Announcer();

  constructor() {
    super();
    new Watch(this, this.announcer);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.announcer.start();
  }

  protected override render(): TemplateResult {
    return html`
      <p class="unseen" role="status" aria-live="polite" data-testid="live-region">${this.announcer.sentence}</p>`;
  }
}

customElements.define('live-region', LiveRegion);
