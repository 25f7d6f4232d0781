import { html, nothing, type TemplateResult } from 'lit';
import { text } from '../texts/texts';

export interface Pages {
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
  readonly loading: boolean;
  readonly pageNumber: number | null;
  previousPage(): Promise<void>;
  nextPage(): Promise<void>;
}

/** Turns pages; nothing when there is only one. */
export function pageTurner(pages: Pages): TemplateResult | typeof nothing {
  if (!pages.hasPrevious && !pages.hasNext) {
    return nothing;
  }
  return html`
    <nav class="pages" aria-label=${text('pages.title')}>
      <button type="button" data-testid="page-previous" ?disabled=${!pages.hasPrevious || pages.loading}
              @click=${() => pages.previousPage()}>${text('pages.previous')}</button>
      <span class="muted small" aria-live="polite" data-testid="page-number">
        ${pages.pageNumber === null ? text('pages.later') : text('pages.number', { n: pages.pageNumber })}
      </span>
      <button type="button" data-testid="page-next" ?disabled=${!pages.hasNext || pages.loading}
              @click=${() => pages.nextPage()}>${text('pages.next')}</button>
    </nav>`;
}
