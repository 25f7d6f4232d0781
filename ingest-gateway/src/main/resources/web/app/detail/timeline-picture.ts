import { nothing, svg, html, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { TimelineItem } from '../api/records';
import { day } from '../texts/format';
import { counted, text } from '../texts/texts';
import { isSame, mediumOf, type Medium } from './medium';

const WIDTH = 640;
const HEIGHT = 92;
const MARGIN = 44;
const AXIS = 66;
const STACK = 18;
const SAME_PLACE = 16;

interface Mark {
  readonly item: TimelineItem;
  readonly x: number;
  readonly y: number;
}

/** Media on a time axis: a sheet for a report, a triangle for a video, side by side means above. */
export function timelinePicture(
  items: readonly TimelineItem[],
  shown: Medium | null,
): TemplateResult | typeof nothing {
  const first = items[0];
  const last = items.at(-1);
  if (first === undefined || last === undefined) {
    return nothing;
  }
  const marks = place(items, Date.parse(first.timestamp), Date.parse(last.timestamp));
  return html`
    <svg class="timeline-picture" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"
         aria-label=${counted('timeline.picture', items.length)}>
      <line class="axis" x1="12" x2=${WIDTH - 12} y1=${AXIS} y2=${AXIS}></line>
      ${marks.map((mark) => drawn(mark, shown))}
      ${labels(marks)}
    </svg>`;
}

function place(items: readonly TimelineItem[], from: number, to: number): Mark[] {
  const span = to - from;
  const marks: Mark[] = [];
  for (const item of items) {
    const share = span === 0 ? 0.5 : (Date.parse(item.timestamp) - from) / span;
    const x = MARGIN + share * (WIDTH - 2 * MARGIN);
    const below = marks.filter((mark) => Math.abs(mark.x - x) < SAME_PLACE).length;
    marks.push({ item, x, y: AXIS - 14 - Math.min(below, 2) * STACK });
  }
  return marks;
}

function drawn({ item, x, y }: Mark, shown: Medium | null): SVGTemplateResult {
  const medium = mediumOf(item);
  const shape =
    medium.kind === 'report'
      ? svg`<rect x="-5" y="-7" width="10" height="14" rx="1.5"></rect>`
      : svg`<path d="M-5-6.5 7 0-5 6.5Z"></path>`;
  return svg`
    <g class="mark mark-${medium.kind} ${isSame(medium, shown) ? 'mark-shown' : ''}"
       transform="translate(${x} ${y})">
      <title>${text(`kind.${medium.kind}`)}, ${day(item.timestamp)}</title>
      ${shape}
    </g>
    <circle class="axis-dot" cx=${x} cy=${AXIS} r="2.5"></circle>`;
}

/** The dates of both ends; a date more in between would overlap on a narrow screen. */
function labels(marks: readonly Mark[]): SVGTemplateResult[] {
  const ends = new Map(
    [marks[0], marks.at(-1)]
      .filter((mark) => mark !== undefined)
      .map((mark) => [day(mark.item.timestamp), mark.x] as const));
  return [...ends].map(([date, x]) =>
    svg`<text x=${x} y=${AXIS + 20} text-anchor=${anchor(x)}>${date}</text>`);
}

/** Grows away from the nearer edge, so that large letters stay inside. */
function anchor(x: number): 'start' | 'middle' | 'end' {
  if (x < WIDTH / 4) {
    return 'start';
  }
  return x > (3 * WIDTH) / 4 ? 'end' : 'middle';
}
