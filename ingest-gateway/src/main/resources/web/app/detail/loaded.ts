import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { ProblemAnswer } from '../api/hub';

/** Something read from the suite for an id; a newer id makes an older answer void. */
export class Loaded<T> implements ReactiveController {
  value: T | null = null;
  problem: ProblemAnswer | null = null;
  private id: number | null = null;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly read: (id: number) => Promise<T>,
    private readonly wanted: () => number | null,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.hostUpdate();
  }

  hostUpdate(): void {
    const id = this.wanted();
    if (id !== this.id) {
      this.id = id;
      this.value = null;
      this.problem = null;
      void this.load(id);
    }
  }

  private async load(id: number | null): Promise<void> {
    if (id === null) {
      return;
    }
    try {
      const value = await this.read(id);
      if (id === this.id) {
        this.value = value;
      }
    } catch (failure) {
      if (id === this.id) {
        this.problem = ProblemAnswer.of(failure);
      }
    }
    this.host.requestUpdate();
  }
}
