import { html, nothing, type TemplateResult } from 'lit';
import { hub, reportStreamUrl } from '../api/hub';
import { Component } from '../page/component';
import { counted, text } from '../texts/texts';
import { Loaded } from './loaded';
import { loadingOrProblem } from './loading';

/** The redacted PDF beside the anonymized text. */
class ReportView extends Component {
  static override properties = { report: { type: Number } };
  declare report: number;
  private readonly loaded = new Loaded(this, hub.report, () => this.report ?? null);

  protected override render(): TemplateResult {
    const report = this.loaded.value;
    return html`
      <div class="report">
        <section aria-labelledby="report-document">
          <header class="view-head">
            <h3 id="report-document">${text('report.document')}</h3>
            ${report?.pages == null
              ? nothing
              : html`<span class="muted">${counted('report.pages', report.pages)}</span>`}
            <a href=${reportStreamUrl(this.report)} target="_blank" rel="noopener">${text('report.open')}</a>
          </header>
          <iframe title=${text('report.document')} data-testid="report-pdf"
                  src=${reportStreamUrl(this.report)}></iframe>
        </section>
        <section aria-labelledby="report-text">
          <header class="view-head"><h3 id="report-text">${text('report.text')}</h3></header>
          ${report === null
            ? loadingOrProblem(this.loaded)
            : html`<pre class="report-text" tabindex="0" data-testid="report-text">${
                report.anonymized_text ?? text('report.no_text')}</pre>`}
        </section>
      </div>`;
  }
}

customElements.define('report-view', ReportView);
