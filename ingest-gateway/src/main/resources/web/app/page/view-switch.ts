import { html, type TemplateResult } from 'lit';
import { text } from '../texts/texts';
import { Component, Watch } from './component';
import { session } from './session';
import { view, VIEWS, type View } from './view';

/** A deployment that stands alone has no transfers. */
const isOffered = (name: View): boolean => name !== 'transfers' || session.transfers !== null;

/** Links to the parts of the page; real links, so that one opens in a tab of its own. */
class ViewSwitch extends Component {
  constructor() {
    super();
    new Watch(this, view);
    new Watch(this, session);
  }

  protected override render(): TemplateResult {
    return html`
      <nav class="view-switch" aria-label=${text('view.title')} data-testid="view-switch">
        ${VIEWS.filter(isOffered).map((name) => html`
          <a href=${name === 'jobs' ? '/' : `/?view=${name}`} data-view=${name}
             aria-current=${view.current === name ? 'page' : 'false'}
             @click=${(event: MouseEvent) => this.go(event, name)}>${text(`view.${name}`)}</a>`)}
      </nav>`;
  }

  private go(event: MouseEvent, name: View): void {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      view.choose(name);
    }
  }
}

customElements.define('view-switch', ViewSwitch);
