import { ProblemAnswer, UPLOAD_URL } from '../api/hub';
import type { UploadAnswer } from '../api/records';

const AT_ONCE = 2;

export type UploadState = 'waiting' | 'sending' | 'accepted' | 'known' | 'failed';

/**
 * One chosen file on its way. The name may be a person's, so it lives in this object only: it is
 * shown in the list of the open page and stored nowhere.
 */
export interface Upload {
  readonly file: File;
  readonly center: string;
  state: UploadState;
  percent: number;
  jobId: string | null;
  problem: ProblemAnswer | null;
}

/** Sends files, two at a time, and sends `change` with every step. */
export class UploadQueue extends EventTarget {
  private list: readonly Upload[] = [];

  get uploads(): readonly Upload[] {
    return this.list;
  }

  add(files: Iterable<File>, center: string): void {
    const added = [...files].map((file): Upload => ({
      file, center, state: 'waiting', percent: 0, jobId: null, problem: null,
    }));
    this.list = [...this.list, ...added];
    this.sendNext();
  }

  again(upload: Upload): void {
    this.step(upload, { state: 'waiting', percent: 0, problem: null });
    this.sendNext();
  }

  hideFinished(): void {
    this.list = this.list.filter(({ state }) => state === 'waiting' || state === 'sending');
    this.dispatchEvent(new Event('change'));
  }

  private sendNext(): void {
    const free = AT_ONCE - this.list.filter(({ state }) => state === 'sending').length;
    this.list.filter(({ state }) => state === 'waiting').slice(0, free)
      .forEach((upload) => this.send(upload));
    this.dispatchEvent(new Event('change'));
  }

  private send(upload: Upload): void {
    const form = new FormData();
    form.set('center_key', upload.center);
    form.set('source_system', 'operator-page');
    form.set('file', upload.file);
    upload.state = 'sending';
    const request = new XMLHttpRequest();
    request.open('POST', UPLOAD_URL);
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      this.step(upload, { percent: Math.round((100 * loaded) / Math.max(total, 1)) }));
    request.addEventListener('load', () => this.answered(upload, request));
    request.addEventListener('error', () => this.failed(upload, ProblemAnswer.unreachable()));
    request.send(form);
  }

  private answered(upload: Upload, request: XMLHttpRequest): void {
    if (request.status !== 200 && request.status !== 201) {
      this.failed(upload, ProblemAnswer.fromBody(request.responseText));
      return;
    }
    const answer = JSON.parse(request.responseText) as UploadAnswer;
    this.step(upload, { state: answer.reused ? 'known' : 'accepted', jobId: answer.upload_id });
    this.sendNext();
  }

  private failed(upload: Upload, problem: ProblemAnswer): void {
    this.step(upload, { state: 'failed', problem });
    this.sendNext();
  }

  private step(upload: Upload, change: Partial<Upload>): void {
    Object.assign(upload, change);
    this.dispatchEvent(new Event('change'));
  }
}
