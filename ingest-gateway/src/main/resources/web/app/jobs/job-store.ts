import { hub, JOBS_PER_PAGE, MOST_PER_PAGE, ProblemAnswer } from '../api/hub';
import type { Job } from '../api/records';
import { address } from '../page/address';
import { asQuery, EVERY_JOB, filterOf, fits, inUrl, type JobFilter } from './job-filter';

/** A page left open for days must not grow without end; older rows are one click away. */
const MOST_ROWS_PER_PAGE = 4;
const MOST_REMEMBERED = 2000;

/** The places of the pages before this one, the first page's first; kept beside the URL. */
type Trail = readonly (string | null)[];

const trailOf = (state: unknown): Trail =>
  Array.isArray((state as { trail?: unknown } | null)?.trail)
    ? (state as { trail: Trail }).trail
    : [];

/**
 * The page of rows that is shown. Filter and place stand in the URL, so a page can be shared and
 * the back button returns. Sends `change` when rows change and `moved` with the job when one
 * reached another state.
 */
export class JobStore extends EventTarget {
  filter: JobFilter = filterOf((name) => address.get(name));
  loading = true;
  problem: ProblemAnswer | null = null;
  /** How many rows a page has; the URL may say so for those who like long or short pages. */
  private readonly perPage =
    Math.min(Math.max(Number(address.get('per_page')) || JOBS_PER_PAGE, 1), MOST_PER_PAGE);
  private shown: readonly Job[] = [];
  private next: string | null = null;
  private before: string | null = address.get('before');
  private trail: Trail = trailOf(address.state);
  private request = 0;
  private readonly statuses = new Map<string, string>();

  constructor() {
    super();
    address.addEventListener('change', () => this.follow());
  }

  get rows(): readonly Job[] {
    return this.shown;
  }

  get hasNext(): boolean {
    return this.next !== null;
  }

  get hasPrevious(): boolean {
    return this.before !== null;
  }

  /** 1 for the first page; after a shared link the number is not known. */
  get pageNumber(): number | null {
    return this.before === null ? 1 : this.trail.length === 0 ? null : this.trail.length + 1;
  }

  find(id: string): Job | undefined {
    return this.shown.find((job) => job.id === id);
  }

  /** Narrows or widens; the rest of the filter stays. */
  choose(change: Partial<JobFilter>): Promise<void> {
    this.filter = { ...this.filter, ...change };
    this.before = null;
    this.trail = [];
    address.enter({ ...inUrl(this.filter), before: null }, null);
    this.shown = [];
    return this.refresh();
  }

  clear(): Promise<void> {
    return this.choose({ ...EVERY_JOB, sort: this.filter.sort });
  }

  nextPage(): Promise<void> {
    return this.turn(this.next, [...this.trail, this.before]);
  }

  previousPage(): Promise<void> {
    return this.turn(this.trail.at(-1) ?? null, this.trail.slice(0, -1));
  }

  /** Reads the page again. */
  async refresh(): Promise<void> {
    const request = ++this.request;
    this.loading = true;
    this.show();
    try {
      const page = await hub.jobs(asQuery(this.filter), this.before, this.perPage);
      if (request !== this.request) {
        return;
      }
      this.problem = null;
      this.next = page.next;
      this.shown = page.results;
      page.results.forEach((job) => this.remember(job));
    } catch (failure) {
      if (request !== this.request) {
        return;
      }
      this.problem = ProblemAnswer.of(failure);
    }
    this.loading = false;
    this.show();
  }

  /** Takes a changed row from the live line. */
  take(job: Job): void {
    const known = this.find(job.id);
    if (known !== undefined && known.change_number > job.change_number) {
      return;
    }
    this.shown = fits(this.filter, job) ? this.with(job, known) : this.without(job);
    if (this.statuses.get(job.id) !== job.status) {
      this.dispatchEvent(new CustomEvent('moved', { detail: job }));
    }
    this.remember(job);
    this.show();
  }

  private with(job: Job, known: Job | undefined): readonly Job[] {
    if (known !== undefined) {
      return this.shown.map((row) => (row.id === job.id ? job : row));
    }
    const isNewer = this.shown[0] === undefined || job.id > this.shown[0].id;
    if (this.before !== null || this.filter.sort !== 'newest' || !isNewer) {
      return this.shown;
    }
    const rows = [job, ...this.shown];
    if (rows.length > MOST_ROWS_PER_PAGE * this.perPage) {
      this.next = rows[this.perPage - 1]?.id ?? null;
      return rows.slice(0, this.perPage);
    }
    return rows;
  }

  private without(job: Job): readonly Job[] {
    return this.shown.filter((row) => row.id !== job.id);
  }

  /** Jobs of other pages are told of as well, but once for each state and not for each percent. */
  private remember(job: Job): void {
    this.statuses.delete(job.id);
    this.statuses.set(job.id, job.status);
    if (this.statuses.size > MOST_REMEMBERED) {
      const oldest = this.statuses.keys().next().value;
      this.statuses.delete(oldest ?? '');
    }
  }

  private turn(before: string | null, trail: Trail): Promise<void> {
    this.before = before;
    this.trail = trail;
    address.enter({ before }, { trail });
    return this.refresh();
  }

  private follow(): void {
    this.filter = filterOf((name) => address.get(name));
    this.before = address.get('before');
    this.trail = trailOf(address.state);
    void this.refresh();
  }

  private show(): void {
    this.dispatchEvent(new Event('change'));
  }
}
