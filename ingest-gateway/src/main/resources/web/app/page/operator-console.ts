import { html, nothing, type TemplateResult } from 'lit';
import { hub } from '../api/hub';
import type { Info, Job } from '../api/records';
import { jobs, startLiveJobs } from '../jobs/live-jobs';
import { text } from '../texts/texts';
import { Component, Watch } from './component';
import { session } from './session';
import { listenForShortcuts } from './shortcuts';
import { view } from './view';
import '../detail/detail-pane';
import '../jobs/jobs-table';
import '../jobs/summary-strip';
import '../letters/letters-view';
import '../quarantine/quarantine-view';
import '../transfers/transfers-view';
import '../upload/upload-panel';
import './audit-badge';
import './language-switch';
import './line-sign';
import './live-region';
import './outcome-line';
import './question-dialog';
import './session-sign';
import './shortcut-help';
import './view-switch';
import './operator-console.css';

/** The page: header and one of its views; the jobs with the one that is open beside them. */
class OperatorConsole extends Component {
  static override properties = { info: { state: true }, opened: { state: true } };
  declare private info: Info | null;
  declare private opened: Job | null;

  constructor() {
    super();
    this.info = null;
    this.opened = null;
    new Watch(this, view);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    jobs.addEventListener('change', () => this.followOpened());
    listenForShortcuts({
      '/': () => this.find<HTMLElement>('jobs-filter, quarantine-view, letters-view, transfers-view')?.focus(),
      'u': () => this.find<HTMLElementTagNameMap['upload-panel']>('upload-panel')?.pick(),
      'j': () => this.table()?.move('j'),
      'k': () => this.table()?.move('k'),
      'r': () => this.table()?.retryCurrent(),
      'c': () => this.table()?.cancelCurrent(),
      '1': () => view.choose('jobs'),
      '2': () => view.choose('quarantine'),
      '3': () => view.choose('letters'),
      '4': () => session.transfers !== null && view.choose('transfers'),
      '?': () => this.openHelp(),
      'Escape': () => this.close(),
    });
    startLiveJobs();
    void session.start();
    void this.readInfo();
  }

  protected override render(): TemplateResult {
    return html`
      <a class="skip" href="#jobs" @click=${this.skip}>${text('page.skip')}</a>
      <header class="page-head">
        <h1>EndoReg&nbsp;Hub <span class="muted">${text('page.console')}</span></h1>
        ${this.deployment()}
        <session-sign></session-sign>
        <audit-badge></audit-badge>
        <line-sign></line-sign>
        <language-switch></language-switch>
        <button type="button" class="quiet" aria-label=${text('page.shortcuts')}
                aria-keyshortcuts="?" title=${text('page.shortcuts')} @click=${this.openHelp}>?</button>
      </header>
      <view-switch></view-switch>
      <outcome-line></outcome-line>
      ${this.view()}
      <live-region></live-region>
      <question-dialog></question-dialog>
      <shortcut-help></shortcut-help>`;
  }

  private view(): TemplateResult {
    switch (view.current) {
      case 'quarantine':
        return html`<main id="jobs"><quarantine-view></quarantine-view></main>`;
      case 'letters':
        return html`<main id="jobs"><letters-view></letters-view></main>`;
      case 'transfers':
        return html`<main id="jobs"><transfers-view></transfers-view></main>`;
      default:
        return this.jobsView();
    }
  }

  private jobsView(): TemplateResult {
    return html`
      <main id="jobs" class=${this.opened === null ? '' : 'with-detail'} @open-job=${this.open}>
        <div class="page-column">
          <upload-panel .centers=${this.info?.centers ?? []}></upload-panel>
          <summary-strip></summary-strip>
          <jobs-table .selected=${this.opened?.id ?? null}></jobs-table>
        </div>
        ${this.opened === null
          ? nothing
          : html`<detail-pane .job=${this.opened} @close-detail=${this.close}></detail-pane>`}
      </main>`;
  }

  private deployment(): TemplateResult | typeof nothing {
    if (this.info === null) {
      return nothing;
    }
    return html`<span class="deployment muted small">
      ${text('page.role', { role: this.info.deployment_role })} ·
      ${text('page.version', { version: this.info.version })}
    </span>`;
  }

  private async readInfo(): Promise<void> {
    try {
      this.info = await hub.info();
    } catch {
      // Without an answer nothing can be uploaded; the line says that the suite is away.
      window.setTimeout(() => void this.readInfo(), 5000);
    }
  }

  private async open(event: CustomEvent<string>): Promise<void> {
    const id = event.detail;
    if (jobs.find(id) === undefined) {
      await jobs.clear();
    }
    this.opened = jobs.find(id) ?? this.opened;
    await this.updateComplete;
    const pane = this.find<HTMLElementTagNameMap['detail-pane']>('detail-pane');
    await pane?.updateComplete;
    pane?.focus();
  }

  private close(): void {
    if (this.opened !== null) {
      const { id } = this.opened;
      this.opened = null;
      this.focusTable(id);
    }
  }

  /** The open job stays open when a filter hides its row, and follows its changes. */
  private followOpened(): void {
    if (this.opened !== null) {
      this.opened = jobs.find(this.opened.id) ?? this.opened;
    }
  }

  private skip(event: Event): void {
    event.preventDefault();
    this.focusTable(null);
  }

  private focusTable(id: string | null): void {
    this.table()?.focusRow(id);
  }

  private table(): HTMLElementTagNameMap['jobs-table'] | null {
    return this.find<HTMLElementTagNameMap['jobs-table']>('jobs-table');
  }

  private openHelp(): void {
    this.find<HTMLElementTagNameMap['shortcut-help']>('shortcut-help')?.open();
  }
}

customElements.define('operator-console', OperatorConsole);
