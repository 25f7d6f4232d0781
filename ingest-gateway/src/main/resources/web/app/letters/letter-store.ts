import { hub, ITEMS_PER_PAGE, ProblemAnswer } from '../api/hub';
import { LETTER_STATES, type DeadLetter, type LetterState } from '../api/records';
import { address } from '../page/address';

/** The services that listen to topics and so may set records aside. */
export const SERVICES = [
  'ingest-gateway', 'anonymizer-service', 'media-service', 'knowledge-base-service',
] as const;
export type Service = (typeof SERVICES)[number];

export const CAUSES = ['malformed', 'handler_failed'] as const;
export type Cause = (typeof CAUSES)[number];

/** The dead letters of one service. Sends `change`. */
export class LetterStore extends EventTarget {
  service: Service = SERVICES.find((name) => name === address.get('service')) ?? 'ingest-gateway';
  state: LetterState | null =
    LETTER_STATES.find((state) => state === address.get('l_state')) ?? 'waiting';
  cause: Cause | null = CAUSES.find((cause) => cause === address.get('cause')) ?? null;
  rows: readonly DeadLetter[] = [];
  selected: ReadonlySet<number> = new Set();
  loading = true;
  problem: ProblemAnswer | null = null;
  private next: string | null = null;
  private trail: readonly (string | null)[] = [];
  private before: string | null = null;
  private request = 0;

  get hasNext(): boolean {
    return this.next !== null;
  }

  get hasPrevious(): boolean {
    return this.before !== null;
  }

  get pageNumber(): number {
    return this.trail.length + 1;
  }

  choose(change: Partial<Pick<LetterStore, 'service' | 'state' | 'cause'>>): Promise<void> {
    Object.assign(this, change);
    address.replace({
      service: this.service, l_state: this.state === 'waiting' ? null : this.state, cause: this.cause,
    });
    return this.turn(null, []);
  }

  nextPage(): Promise<void> {
    return this.turn(this.next, [...this.trail, this.before]);
  }

  previousPage(): Promise<void> {
    return this.turn(this.trail.at(-1) ?? null, this.trail.slice(0, -1));
  }

  select(id: number, chosen: boolean): void {
    const selected = new Set(this.selected);
    if (chosen) {
      selected.add(id);
    } else {
      selected.delete(id);
    }
    this.selected = selected;
    this.dispatchEvent(new Event('change'));
  }

  /** The letters that are selected and shown. */
  get selection(): readonly DeadLetter[] {
    return this.rows.filter(({ id, state }) => state === 'waiting' && this.selected.has(id));
  }

  async refresh(): Promise<void> {
    const request = ++this.request;
    this.loading = true;
    this.dispatchEvent(new Event('change'));
    try {
      const page = await hub.letters(this.service, this.query());
      if (request === this.request) {
        this.rows = page.results;
        this.next = page.next;
        this.problem = null;
      }
    } catch (failure) {
      if (request === this.request) {
        this.rows = [];
        this.problem = ProblemAnswer.of(failure);
      }
    }
    this.loading = false;
    this.dispatchEvent(new Event('change'));
  }

  private turn(before: string | null, trail: readonly (string | null)[]): Promise<void> {
    this.before = before;
    this.trail = trail;
    this.selected = new Set();
    return this.refresh();
  }

  private query(): URLSearchParams {
    const query = new URLSearchParams({ limit: String(ITEMS_PER_PAGE) });
    const values = { state: this.state, reason: this.cause, before: this.before };
    for (const [name, value] of Object.entries(values)) {
      if (value !== null) {
        query.set(name, value);
      }
    }
    return query;
  }
}

export const letters = new LetterStore();
