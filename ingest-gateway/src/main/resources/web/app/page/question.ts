/** Something a person must confirm before it is done. */
export interface Question {
  readonly title: string;
  /** What it concerns, one sentence each: how many, how large, whose. */
  readonly facts: readonly string[];
  /** Shortest reason that is accepted; 0 asks for none. */
  readonly reasonFrom: number;
  /** What must be typed to confirm; null for little things. */
  readonly typed: string | null;
  readonly confirm: string;
  /** Does it; the answer is told to the person. */
  run(reason: string): Promise<string>;
}

/** The one question that is open. Sends `change` and, after it was done, `told`. */
class OpenQuestion extends EventTarget {
  current: Question | null = null;
  /** What came of the last one. */
  outcome = '';

  ask(question: Question): void {
    this.current = question;
    this.dispatchEvent(new Event('change'));
  }

  close(): void {
    this.current = null;
    this.dispatchEvent(new Event('change'));
  }

  tell(outcome: string): void {
    this.outcome = outcome;
    this.dispatchEvent(new Event('change'));
    this.dispatchEvent(new Event('told'));
  }
}

export const question = new OpenQuestion();

/** More than this many things at once are confirmed by typing their number. */
const TYPED_FROM = 20;

export const typedFor = (count: number): string | null =>
  count > TYPED_FROM ? String(count) : null;
