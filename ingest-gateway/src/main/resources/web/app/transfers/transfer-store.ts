import { hub, ProblemAnswer } from '../api/hub';
import type {
  IncomingTransfer, MediaKind, NetworkNode, OutboundTransfer, RecipientKey, SendAttempts, Sender,
  TransferConflict,
} from '../api/records';
import { address } from '../page/address';
import { session } from '../page/session';
import { Pace } from './pace';

const BUSY_MS = 1_000;
const QUIET_MS = 5_000;
const PAPERS_EVERY = 12;

export const INCOMING_STATES = ['awaiting_media', 'applied', 'inconsistent', 'failed'] as const;
export const OUTBOUND_STATES = [
  'marked', 'queued', 'registering', 'awaiting_media', 'uploading', 'completed', 'failed', 'cancelled',
] as const;

/** A transfer as one side sees it. */
export interface Transfer {
  readonly id: string;
  readonly key: string;
  readonly state: string;
  /** The other side. */
  readonly node: string;
  readonly center: string;
  readonly kind: MediaKind;
  readonly doneBytes: number;
  readonly totalBytes: number | null;
  readonly bytesPerSecond: number;
  readonly failure: string | null;
  readonly problem: string | null;
  readonly attempt: number | null;
  readonly nextAt: string | null;
  readonly changedAt: string | null;
  readonly needsRecall: boolean;
  /** The other side is known to have applied it. */
  readonly applied: boolean;
  /** The sign-off was taken back: nobody sends it any more. */
  readonly withdrawn: boolean;
}

const OPEN = ['queued', 'registering', 'awaiting_media', 'uploading'];

/**
 * The newest transfers and what they are made with, asked again while the page shows them: every
 * second while something is on its way, else every five. Sends `change`.
 */
class TransferStore extends EventTarget {
  state: string | null = address.get('t_state');
  all: readonly Transfer[] = [];
  sender: Sender | null = null;
  nodes: readonly NetworkNode[] = [];
  keys: readonly RecipientKey[] = [];
  conflicts: readonly TransferConflict[] = [];
  moreConflicts = false;
  loading = true;
  problem: ProblemAnswer | null = null;
  private readonly pace = new Pace();
  private timer = 0;
  private round = 0;

  get rows(): readonly Transfer[] {
    return this.all.filter(({ state }) => this.state === null || this.state === state);
  }

  choose(state: string | null): void {
    this.state = state;
    address.replace({ t_state: state });
    this.dispatchEvent(new Event('change'));
  }

  /** Follows the transfers until `stop`. */
  start(): void {
    this.round = 0;
    void this.follow();
  }

  stop(): void {
    window.clearTimeout(this.timer);
  }

  async refresh(): Promise<void> {
    this.round = 0;
    await this.read();
  }

  private async follow(): Promise<void> {
    window.clearTimeout(this.timer);
    await this.read();
    window.clearTimeout(this.timer);
    const busy = this.all.some(({ state }) => OPEN.includes(state));
    this.timer = window.setTimeout(() => void this.follow(), busy ? BUSY_MS : QUIET_MS);
  }

  private async read(): Promise<void> {
    try {
      if (session.transfers === 'incoming') {
        await this.readIncoming();
      } else if (session.transfers === 'outbound') {
        await this.readOutbound();
      }
      this.problem = null;
      this.loading = session.who === null;
    } catch (failure) {
      this.problem = ProblemAnswer.of(failure);
      this.loading = false;
    }
    this.dispatchEvent(new Event('change'));
  }

  private async readIncoming(): Promise<void> {
    // nodes and keys change seldom
    if (this.round++ % PAPERS_EVERY === 0) {
      [this.nodes, this.keys] = await Promise.all([hub.nodes(), hub.recipientKeys()]);
    }
    const [rows, conflicts] = await Promise.all([hub.incoming(), hub.conflicts()]);
    this.conflicts = conflicts.results;
    this.moreConflicts = conflicts.next !== null;
    this.all = rows.map((row) => this.ofHub(row));
  }

  private async readOutbound(): Promise<void> {
    const [rows, sender] = await Promise.all([hub.outbound(), hub.sender()]);
    const attempts = new Map(sender.attempts.map((row) => [row.id, row]));
    this.sender = sender;
    this.all = rows.map((row) => this.ofSite(row, attempts.get(row.id)));
  }

  private ofHub(row: IncomingTransfer): Transfer {
    return {
      id: row.id,
      key: row.transfer_key,
      state: row.status,
      node: row.source_node_key,
      center: row.center_key,
      kind: row.resource_kind,
      doneBytes: row.received_bytes,
      totalBytes: row.size_bytes,
      bytesPerSecond: this.pace.of(row.id, row.received_bytes),
      failure: null,
      problem: row.media_problem,
      attempt: null,
      nextAt: null,
      changedAt: row.updated_at,
      needsRecall: false,
      applied: row.status === 'applied',
      withdrawn: false,
    };
  }

  private ofSite(row: OutboundTransfer, attempts: SendAttempts | undefined): Transfer {
    return {
      id: row.id,
      key: row.transfer_key,
      state: row.local_status,
      node: row.target_node_key,
      center: row.center_key,
      kind: row.resource_kind,
      doneBytes: row.sent_bytes,
      totalBytes: row.size_bytes,
      bytesPerSecond: this.pace.of(row.id, row.sent_bytes),
      failure: row.failure_class,
      problem: row.last_error,
      attempt: attempts?.attempt ?? null,
      nextAt: attempts?.next_at ?? null,
      changedAt: attempts?.changed_at ?? null,
      needsRecall: row.needs_recall ?? false,
      applied: row.local_status === 'completed' || row.remote_status === 'applied',
      withdrawn: row.withdrawn_at != null,
    };
  }
}

export const transfers = new TransferStore();
