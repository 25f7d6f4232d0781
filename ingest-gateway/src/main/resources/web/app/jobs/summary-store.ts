import { hub } from '../api/hub';
import type { JobSummary } from '../api/records';

const PAUSE_MS = 2000;

/** The counts by state; after changes they are read again at most every two seconds. */
export class SummaryStore extends EventTarget {
  summary: JobSummary = { by_status: {}, waiting_since: null, centers: [], durations: [] };
  private planned = false;

  async refresh(): Promise<void> {
    try {
      this.summary = await hub.summary();
      this.dispatchEvent(new Event('change'));
    } catch {
      // The table shows the problem; the next change reads the counts again.
    }
  }

  refreshSoon(): void {
    if (this.planned) {
      return;
    }
    this.planned = true;
    window.setTimeout(() => {
      this.planned = false;
      void this.refresh();
    }, PAUSE_MS);
  }
}
