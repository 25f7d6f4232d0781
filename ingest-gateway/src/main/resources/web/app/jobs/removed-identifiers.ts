import { html, type TemplateResult } from 'lit';
import type { Job } from '../api/records';
import { language, word } from '../texts/texts';

type Counts = Job['removed_by_type'];

export const removedSum = (counts: Counts): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** One bar for each type of identifier, the most frequent first. */
export function removedBars(counts: Counts): TemplateResult {
  const rows = Object.entries(counts).sort(([, a], [, b]) => b - a);
  const largest = Math.max(1, ...rows.map(([, count]) => count));
  return html`
    <dl class="removed-bars">
      ${rows.map(([type, count]) => html`
        <div>
          <dt>${word('type', type)}</dt>
          <dd>
            <svg class="bar" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 6">
              <rect class="bar-done" width=${(100 * count) / largest} height="6"></rect>
            </svg>
            <span class="number">${count.toLocaleString(language.current)}</span>
          </dd>
        </div>`)}
    </dl>`;
}
