import { html, nothing, type TemplateResult } from 'lit';
import { text } from '../texts/texts';
import { Component, Watch } from './component';
import { session } from './session';

/** Most role names are of machines; a person is told the ones the suite is run by. */
const TOLD_ROLES = /^(ops|quarantine|center_scope|audit|node):/;

/** Who is signed in, as what and for which centers; nothing while sign-in is off. */
class SessionSign extends Component {
  constructor() {
    super();
    new Watch(this, session);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { who } = session;
    if (who === null || !session.isSignedIn) {
      return nothing;
    }
    const roles = who.roles.filter((role) => TOLD_ROLES.test(role)).join(', ');
    return html`
      <span class="session small" data-testid="session">
        <strong>${who.user.username}</strong>
        ${roles === '' ? nothing : html`<span class="muted">${roles}</span>`}
        <span class="muted">${who.global_scope
          ? text('session.every_center')
          : text('session.centers', { centers: session.centers.join(', ') })}</span>
        <a href="/auth/logout">${text('session.sign_out')}</a>
      </span>`;
  }
}

customElements.define('session-sign', SessionSign);
