import { html, nothing, type TemplateResult } from 'lit';
import { JOB_ACTIONS } from '../api/records';
import { Component, Watch } from '../page/component';
import { session } from '../page/session';
import { text } from '../texts/texts';
import { askForAll } from './job-actions';
import { narrows } from './job-filter';
import { jobs } from './live-jobs';

/** One action for all jobs of the filter, on every page of it; each begins with a count. */
class BulkBar extends Component {
  constructor() {
    super();
    new Watch(this, jobs);
    new Watch(this, session);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!session.mayWrite('ops')) {
      return nothing;
    }
    return html`
      <div class="bulk" role="group" aria-label=${text('act.all')} data-testid="bulk">
        <span class="muted small">${text(narrows(jobs.filter) ? 'act.all_found' : 'act.all')}</span>
        ${JOB_ACTIONS.map((action) => html`
          <button type="button" data-testid="bulk-${action}" @click=${() => askForAll(action)}>
            ${text(`act.${action}`)} …</button>`)}
      </div>`;
  }
}

customElements.define('bulk-bar', BulkBar);
