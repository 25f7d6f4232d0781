import { html, nothing, type TemplateResult } from 'lit';
import type { MediaKind } from '../api/records';
import { Component, Watch } from '../page/component';
import { session } from '../page/session';
import { text, type TextKey } from '../texts/texts';
import { AGES, narrows, SORTS, type Age, type Sort } from './job-filter';
import { jobs } from './live-jobs';

/** The codes a job ends with, by what a person does about them. */
const CODES = [
  'unreadable_source', 'encrypted_pdf', 'limit_exceeded', 'no_video_stream', 'no_frames',
  'unsupported_codec', 'roi_unresolved', 'layout_unmatched_strict', 'residual_phi',
  'ocr_unavailable', 'model_unavailable', 'encode_failed', 'insufficient_storage', 'lease_expired',
  'integrity_mismatch', 'source_missing', 'processing_failed', 'policy_denied',
] as const;

/** Narrows the table by everything but the state, which the tiles choose. */
class JobsFilter extends Component {
  constructor() {
    super();
    new Watch(this, jobs);
    new Watch(this, session);
  }

  override focus(): void {
    this.find<HTMLSelectElement>('select')?.focus();
  }

  protected override render(): TemplateResult {
    const { filter } = jobs;
    return html`
      <div class="filter-bar" role="group" aria-label=${text('filter.title')} data-testid="jobs-filter">
        ${this.choice('kind', text('filter.kind'), filter.kind, ['report', 'video'].map(
          (kind) => [kind, text(`kind.${kind as MediaKind}`)] as const),
          (kind) => jobs.choose({ kind: kind as MediaKind | null }))}
        ${session.centers.length < 2 ? nothing : this.choice('center', text('filter.center'),
          filter.center, session.centers.map((center) => [center, center] as const),
          (center) => jobs.choose({ center }))}
        ${this.choice('code', text('filter.code'), filter.code, this.codes(filter.code),
          (code) => jobs.choose({ code }))}
        ${this.choice('age', text('filter.age'), filter.age, AGES.map(
          (age) => [age, text(`age.${age}`)] as const),
          (age) => jobs.choose({ age: age as Age | null }))}
        ${this.sorting()}
        ${narrows(filter)
          ? html`<button type="button" data-testid="filter-clear" @click=${() => jobs.clear()}>
              ${text('filter.clear')}</button>`
          : nothing}
      </div>`;
  }

  private codes(chosen: string | null): (readonly [string, string])[] {
    const all = chosen === null || CODES.includes(chosen as (typeof CODES)[number])
      ? CODES : [chosen, ...CODES];
    return all.map((code) => [code, code.replaceAll('_', ' ')] as const);
  }

  private choice(
    name: string, label: string, chosen: string | null,
    options: readonly (readonly [value: string, label: string])[],
    choose: (value: string | null) => Promise<void>,
  ): TemplateResult {
    const changed = (event: Event): void => {
      const { value } = event.target as HTMLSelectElement;
      void choose(value === '' ? null : value);
    };
    return html`
      <label class="field">
        <span>${label}</span>
        <select name=${name} data-testid="filter-${name}" aria-keyshortcuts=${name === 'kind' ? '/' : nothing}
                class=${chosen === null ? '' : 'narrowed'} @change=${changed}>
          <option value="" .selected=${chosen === null}>${text('filter.any')}</option>
          ${options.map(([value, words]) => html`
            <option value=${value} .selected=${chosen === value}>${words}</option>`)}
        </select>
      </label>`;
  }

  private sorting(): TemplateResult {
    const changed = (event: Event): void =>
      void jobs.choose({ sort: (event.target as HTMLSelectElement).value as Sort });
    return html`
      <label class="field">
        <span>${text('filter.sort')}</span>
        <select name="sort" data-testid="filter-sort" @change=${changed}>
          ${SORTS.map((sort) => html`
            <option value=${sort} .selected=${jobs.filter.sort === sort}>
              ${text(`sort.${sort}` as TextKey)}</option>`)}
        </select>
      </label>`;
  }
}

customElements.define('jobs-filter', JobsFilter);
