import { JOB_STREAM_URL } from '../api/hub';
import type { Job } from '../api/records';

const HEARTBEAT_SECONDS = 15;
const MISSED_UNTIL_STALE = 2;
const REOPEN_SECONDS = 5;

export type LineState = 'connecting' | 'live' | 'stale';

/**
 * The live line to the suite. Sends `open` each time it stands (rows that changed before must then
 * be read again), `job` for every changed row and `change` when its state changes.
 */
export class JobLine extends EventTarget {
  state: LineState = 'connecting';
  /** When the last sign of life came; 0 before the first. */
  lastHeard = 0;
  private silence = 0;

  start(): void {
    const source = new EventSource(JOB_STREAM_URL);
    source.addEventListener('open', () => this.opened());
    source.addEventListener('heartbeat', () => this.heard());
    source.addEventListener('message', (message: MessageEvent<string>) => {
      this.heard();
      this.dispatchEvent(new CustomEvent('job', { detail: JSON.parse(message.data) as Job }));
    });
    source.addEventListener('error', () => this.broken(source));
  }

  private opened(): void {
    this.heard();
    this.dispatchEvent(new Event('open'));
  }

  private heard(): void {
    this.lastHeard = Date.now();
    window.clearTimeout(this.silence);
    const patience = (MISSED_UNTIL_STALE * HEARTBEAT_SECONDS + 2) * 1000;
    this.silence = window.setTimeout(() => this.become('stale'), patience);
    this.become('live');
  }

  private broken(source: EventSource): void {
    window.clearTimeout(this.silence);
    this.become('stale');
    // The browser reconnects by itself, except after an answer that was no stream.
    if (source.readyState === EventSource.CLOSED) {
      window.setTimeout(() => this.start(), REOPEN_SECONDS * 1000);
    }
  }

  private become(state: LineState): void {
    if (state !== this.state) {
      this.state = state;
      this.dispatchEvent(new Event('change'));
    }
  }
}
