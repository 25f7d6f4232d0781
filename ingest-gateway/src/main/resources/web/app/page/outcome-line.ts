import { html, nothing, type TemplateResult } from 'lit';
import { text } from '../texts/texts';
import { Component, Watch } from './component';
import { closeIcon } from './icons';
import { question } from './question';

/** What came of the last thing a person did, for eyes; the live region says it for ears. */
class OutcomeLine extends Component {
  constructor() {
    super();
    new Watch(this, question);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (question.outcome === '') {
      return nothing;
    }
    return html`
      <p class="outcome" data-testid="outcome">
        <span>${question.outcome}</span>
        <button type="button" class="quiet" aria-label=${text('page.dismiss')}
                @click=${() => question.tell('')}>${closeIcon()}</button>
      </p>`;
  }
}

customElements.define('outcome-line', OutcomeLine);
