import { html, type TemplateResult } from 'lit';
import { problemText, text } from '../texts/texts';
import type { Loaded } from './loaded';

/** What stands where a value is not there: that it is coming, or why it is not. */
export const loadingOrProblem = <T>({ problem }: Loaded<T>): TemplateResult =>
  problem === null
    ? html`<p class="muted">${text('detail.loading')}</p>`
    : html`<p class="problem" role="alert">${problemText(problem.code, problem.detail)}</p>`;
