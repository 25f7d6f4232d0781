import { html, type TemplateResult } from 'lit';
import type { JobStatus } from '../api/records';
import { statusIcon } from '../page/icons';
import { text } from '../texts/texts';

/** A state as sign and word; the colour only repeats it. */
export const statusSign = (status: JobStatus): TemplateResult =>
  html`<span class="status status-${status}">${statusIcon(status)}${text(`status.${status}`)}</span>`;
