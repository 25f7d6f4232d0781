import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { DurationCount } from '../api/records';
import { Component, Watch } from '../page/component';
import { duration } from '../texts/format';
import { counted, language, text } from '../texts/texts';
import { summary } from './live-jobs';

const STEP = 56;
const WIDTH = 40;
const HEIGHT = 56;
const TOP = 14;

/** How long jobs of the last seven days took, as columns; each says its number and its bound. */
class DurationHistogram extends Component {
  constructor() {
    super();
    new Watch(this, summary);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { durations } = summary.summary;
    const total = durations.reduce((sum, { jobs }) => sum + jobs, 0);
    if (total === 0) {
      return nothing;
    }
    const tallest = Math.max(...durations.map(({ jobs }) => jobs));
    const told = durations.filter(({ jobs }) => jobs > 0).map((column) =>
      `${bound(column, durations)}: ${column.jobs}`).join(', ');
    return html`
      <figure class="card histogram" data-testid="histogram">
        <figcaption class="small muted">${counted('histogram.title', total)}</figcaption>
        <svg role="img" aria-label=${text('histogram.told', { columns: told })}
             viewBox="0 0 ${STEP * durations.length} ${TOP + HEIGHT + 16}">
          ${durations.map((column, at) => this.column(column, at, tallest, durations))}
        </svg>
      </figure>`;
  }

  private column(
    column: DurationCount, at: number, tallest: number, all: readonly DurationCount[],
  ): SVGTemplateResult {
    const height = column.jobs === 0 ? 1 : Math.max(3, (HEIGHT * column.jobs) / tallest);
    const middle = at * STEP + STEP / 2;
    return svg`
      <rect class="column ${column.jobs === 0 ? 'column-empty' : ''}" x=${middle - WIDTH / 2}
            y=${TOP + HEIGHT - height} width=${WIDTH} height=${height} rx="2"></rect>
      ${column.jobs === 0 ? nothing : svg`
        <text class="column-number" x=${middle} y=${TOP + HEIGHT - height - 4}>
          ${column.jobs.toLocaleString(language.current)}</text>`}
      <text class="column-bound" x=${middle} y=${TOP + HEIGHT + 13}>${bound(column, all)}</text>`;
  }
}

/** Up to which time a column reaches; the last one reaches from there on. */
function bound(column: DurationCount, all: readonly DurationCount[]): string {
  return column.up_to_seconds === null
    ? `> ${short(all.at(-2)?.up_to_seconds ?? 0)}`
    : `≤ ${short(column.up_to_seconds)}`;
}

/** Whole hours without their zero minutes: there is little room below a column. */
function short(seconds: number): string {
  return seconds >= 3600 && seconds < 86_400
    ? text('time.only_hours', { h: Math.round(seconds / 3600) })
    : duration(seconds);
}

customElements.define('duration-histogram', DurationHistogram);
