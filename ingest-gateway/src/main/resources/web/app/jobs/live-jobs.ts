import type { Job } from '../api/records';
import { JobLine } from './job-line';
import { JobStore } from './job-store';
import { SummaryStore } from './summary-store';

export const line = new JobLine();
export const jobs = new JobStore();
export const summary = new SummaryStore();

/** Reads what is there and follows the changes; what changed while the line was down is read again. */
export function startLiveJobs(): void {
  const readAll = (): void => {
    void jobs.refresh();
    void summary.refresh();
  };
  line.addEventListener('open', readAll);
  line.addEventListener('job', (event) => jobs.take((event as CustomEvent<Job>).detail));
  jobs.addEventListener('moved', () => summary.refreshSoon());
  readAll();
  line.start();
}
