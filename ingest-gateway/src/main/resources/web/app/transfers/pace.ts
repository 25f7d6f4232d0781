const WINDOW_MS = 15_000;

interface Sample {
  readonly at: number;
  readonly bytes: number;
}

/** How fast things come along, from what was seen of them in the last seconds. */
export class Pace {
  private readonly seen = new Map<string, readonly Sample[]>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Notes how far this one is; answers in bytes a second, 0 while that cannot be said. */
  of(id: string, bytes: number): number {
    const at = this.now();
    const kept = (this.seen.get(id) ?? []).filter(
      (sample) => at - sample.at <= WINDOW_MS && sample.bytes <= bytes);
    const samples = [...kept, { at, bytes }];
    this.seen.set(id, samples);
    const first = samples[0];
    return first === undefined || at === first.at
      ? 0 : ((bytes - first.bytes) / (at - first.at)) * 1000;
  }
}
