import { hub, ITEMS_PER_PAGE, ProblemAnswer } from '../api/hub';
import { QUARANTINE_STATUSES, type QuarantineItem, type QuarantineStatus } from '../api/records';
import { address } from '../page/address';

/** The page of quarantined drops that is shown. Sends `change`. */
export class QuarantineStore extends EventTarget {
  status: QuarantineStatus | null =
    QUARANTINE_STATUSES.find((status) => status === address.get('q_status')) ?? null;
  rows: readonly QuarantineItem[] = [];
  loading = true;
  problem: ProblemAnswer | null = null;
  hasNext = false;
  private offset = 0;
  private request = 0;

  get hasPrevious(): boolean {
    return this.offset > 0;
  }

  get pageNumber(): number {
    return this.offset / ITEMS_PER_PAGE + 1;
  }

  choose(status: QuarantineStatus | null): Promise<void> {
    this.status = status;
    address.replace({ q_status: status });
    return this.goTo(0);
  }

  nextPage(): Promise<void> {
    return this.goTo(this.offset + ITEMS_PER_PAGE);
  }

  previousPage(): Promise<void> {
    return this.goTo(Math.max(0, this.offset - ITEMS_PER_PAGE));
  }

  async refresh(): Promise<void> {
    const request = ++this.request;
    this.loading = true;
    this.dispatchEvent(new Event('change'));
    try {
      const page = await hub.quarantine(this.query());
      if (request === this.request) {
        this.rows = page.results;
        this.hasNext = page.results.length === ITEMS_PER_PAGE;
        this.problem = null;
      }
    } catch (failure) {
      this.problem = ProblemAnswer.of(failure);
    }
    this.loading = false;
    this.dispatchEvent(new Event('change'));
  }

  private goTo(offset: number): Promise<void> {
    this.offset = offset;
    return this.refresh();
  }

  private query(): URLSearchParams {
    const query = new URLSearchParams({
      limit: String(ITEMS_PER_PAGE), offset: String(this.offset),
    });
    if (this.status !== null) {
      query.set('status', this.status);
    }
    return query;
  }
}

export const quarantine = new QuarantineStore();
