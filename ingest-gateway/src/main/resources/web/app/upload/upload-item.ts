import { html, nothing, type TemplateResult } from 'lit';
import { bar } from '../jobs/job-progress';
import { statusIcon } from '../page/icons';
import { bytes } from '../texts/format';
import { problemText, text } from '../texts/texts';
import type { JobStatus } from '../api/records';
import type { Upload, UploadState } from './upload-queue';

const SIGNS: Readonly<Record<UploadState, JobStatus>> = {
  waiting: 'pending',
  sending: 'processing',
  accepted: 'anonymized',
  known: 'anonymized',
  failed: 'error',
};

/** One file of the list; a finished one leads to its job. */
export function uploadItem(upload: Upload, again: () => void): TemplateResult {
  return html`
    <li class="upload-item" data-testid="upload-item" data-state=${upload.state}>
      <span class="upload-name">${upload.file.name}</span>
      <span class="muted number">${bytes(upload.file.size)}</span>
      <span class="status status-${SIGNS[upload.state]}">${statusIcon(SIGNS[upload.state])}${stateText(upload)}</span>
      ${upload.state === 'sending' ? bar(upload.percent, text('upload.sending')) : nothing}
      ${upload.problem === null
        ? nothing
        : html`<span class="problem">${problemText(upload.problem.code, upload.problem.detail)}</span>
            <button type="button" @click=${again}>${text('upload.again')}</button>`}
      ${upload.jobId === null
        ? nothing
        : html`<button type="button" @click=${(event: Event) => show(event, upload.jobId)}>
            ${text('upload.show')}
          </button>`}
    </li>`;
}

function stateText(upload: Upload): string {
  if (upload.state !== 'sending') {
    return text(`upload.${upload.state}`);
  }
  return upload.percent === 100
    ? text('upload.checking')
    : `${text('upload.sending')} ${upload.percent}\u00a0%`;
}

function show(event: Event, jobId: string | null): void {
  event.target?.dispatchEvent(new CustomEvent('open-job', { detail: jobId, bubbles: true }));
}
