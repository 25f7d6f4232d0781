import { hub, ProblemAnswer } from '../api/hub';
import type { Job, JobPage, JobStatus } from '../api/records';

/** A page left open for days must not grow without end; older rows are one click away. */
const MOST_ROWS = 1000;

const newestFirst = (a: Job, b: Job): number => (a.id < b.id ? 1 : -1);

/**
 * The rows the page shows, newest first. Sends `change` when they change and `moved` with the job
 * when one reached another state.
 */
export class JobStore extends EventTarget {
  filter: JobStatus | null = null;
  loading = true;
  problem: ProblemAnswer | null = null;
  private readonly known = new Map<string, Job>();
  private sorted: readonly Job[] = [];
  private next: string | null = null;
  private request = 0;

  get rows(): readonly Job[] {
    return this.sorted;
  }

  get hasOlder(): boolean {
    return this.next !== null;
  }

  find(id: string): Job | undefined {
    return this.known.get(id);
  }

  /** Shows jobs of one state only, or all. */
  choose(filter: JobStatus | null): Promise<void> {
    this.filter = filter;
    this.known.clear();
    return this.refresh();
  }

  /** Reads the newest page; rows already loaded stay, unless there is a gap between. */
  async refresh(): Promise<void> {
    const newestKnown = this.sorted[0]?.id;
    const first = this.known.size === 0;
    await this.load(null, (page) => {
      const oldest = page.results.at(-1)?.id;
      const gap = page.next !== null && newestKnown !== undefined && oldest !== undefined
        && oldest > newestKnown;
      if (gap) {
        this.known.clear();
      }
      if (gap || first) {
        this.next = page.next;
      }
    });
  }

  older(): Promise<void> {
    return this.load(this.next, (page) => {
      this.next = page.next;
    });
  }

  /** Takes a changed row from the live line. */
  take(job: Job): void {
    const before = this.known.get(job.id);
    if (this.put(job) && before?.status !== job.status) {
      this.dispatchEvent(new CustomEvent('moved', { detail: job }));
    }
    this.boundRows();
    this.show();
  }

  private async load(before: string | null, arrange: (page: JobPage) => void): Promise<void> {
    const request = ++this.request;
    this.loading = true;
    this.show();
    try {
      const page = await hub.jobs(this.filter, before);
      if (request !== this.request) {
        return;
      }
      this.problem = null;
      arrange(page);
      page.results.forEach((job) => this.put(job));
    } catch (failure) {
      if (request !== this.request) {
        return;
      }
      this.problem = ProblemAnswer.of(failure);
    }
    this.loading = false;
    this.show();
  }

  /** False for a row older than the one shown: a page and the live line may overtake each other. */
  private put(job: Job): boolean {
    const before = this.known.get(job.id);
    if (before !== undefined && before.change_number > job.change_number) {
      return false;
    }
    if (this.filter === null || job.status === this.filter) {
      this.known.set(job.id, job);
    } else {
      this.known.delete(job.id);
    }
    return true;
  }

  private boundRows(): void {
    if (this.known.size <= MOST_ROWS) {
      return;
    }
    const rows = [...this.known.values()].sort(newestFirst);
    rows.slice(MOST_ROWS).forEach((job) => this.known.delete(job.id));
    this.next = rows[MOST_ROWS - 1]?.id ?? null;
  }

  private show(): void {
    this.sorted = [...this.known.values()].sort(newestFirst);
    this.dispatchEvent(new Event('change'));
  }
}
