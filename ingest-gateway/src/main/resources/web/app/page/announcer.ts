import type { Job } from '../api/records';
import { jobs, line } from '../jobs/live-jobs';
import { counted, text } from '../texts/texts';
import { question } from './question';

const GATHER_MS = 1500;
const MOST_AT_ONCE = 3;

/** Says what changed, gathered so that a busy minute does not talk without end. Sends `change`. */
export class Announcer extends EventTarget {
  sentence = '';
  private gathered: Job[] = [];
  private interrupted = false;

  start(): void {
    jobs.addEventListener('moved', (event) => this.gather((event as CustomEvent<Job>).detail));
    line.addEventListener('change', () => this.lineChanged());
    question.addEventListener('told', () => this.say(question.outcome));
  }

  private gather(job: Job): void {
    if (this.gathered.length === 0) {
      window.setTimeout(() => this.sayGathered(), GATHER_MS);
    }
    this.gathered = [...this.gathered.filter(({ id }) => id !== job.id), job];
  }

  private sayGathered(): void {
    const changed = this.gathered;
    this.gathered = [];
    this.say(changed.length > MOST_AT_ONCE
      ? counted('say.many', changed.length)
      : changed.map((job) => text('say.job', {
          kind: text(`kind.${job.kind}`),
          status: text(`status.${job.status}`),
        })).join('. '));
  }

  private lineChanged(): void {
    if (line.state === 'stale') {
      this.interrupted = true;
      this.say(text('say.stale'));
    } else if (line.state === 'live' && this.interrupted) {
      this.interrupted = false;
      this.say(text('say.live'));
    }
  }

  private say(sentence: string): void {
    this.sentence = sentence;
    this.dispatchEvent(new Event('change'));
  }
}
