import { html, svg, type TemplateResult } from 'lit';
import { line } from '../jobs/live-jobs';
import { clockTime } from '../texts/format';
import { text } from '../texts/texts';
import { Component, Watch } from './component';

/** Whether what the page shows is live or as old as the last sign of life. */
class LineSign extends Component {
  constructor() {
    super();
    new Watch(this, line);
  }

  protected override render(): TemplateResult {
    return html`<span class="line line-${line.state}" data-testid="line-state" data-state=${line.state}>
      <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
        ${line.state === 'stale'
          ? svg`<path d="m4 4 8 8m0-8-8 8"></path>`
          : svg`<circle cx="8" cy="8" r="3.5"></circle>`}
      </svg>${this.words()}</span>`;
  }

  private words(): string {
    if (line.state !== 'stale') {
      return text(`line.${line.state}`);
    }
    return line.lastHeard === 0
      ? text('line.never')
      : text('line.stale', { time: clockTime(line.lastHeard) });
  }
}

customElements.define('line-sign', LineSign);
