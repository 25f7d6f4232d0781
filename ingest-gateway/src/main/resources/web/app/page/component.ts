import { LitElement, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { language } from '../texts/texts';

/** Draws its host again whenever the source sends `change`. */
export class Watch implements ReactiveController {
  private readonly draw = (): void => this.host.requestUpdate();

  constructor(private readonly host: ReactiveControllerHost, private readonly source: EventTarget) {
    host.addController(this);
  }

  hostConnected(): void {
    this.source.addEventListener('change', this.draw);
    this.draw();
  }

  hostDisconnected(): void {
    this.source.removeEventListener('change', this.draw);
  }
}

/** Draws its host again every few seconds, for ages that grow without an event. */
export class Ticking implements ReactiveController {
  private timer = 0;

  constructor(private readonly host: ReactiveControllerHost, private readonly seconds: number) {
    host.addController(this);
  }

  hostConnected(): void {
    this.timer = window.setInterval(() => this.host.requestUpdate(), this.seconds * 1000);
  }

  hostDisconnected(): void {
    window.clearInterval(this.timer);
  }
}

/**
 * An element of the page. It draws into the document itself, so that one style sheet, labels by id
 * and the skip link reach everything, and it follows the chosen language.
 */
export abstract class Component extends LitElement {
  constructor() {
    super();
    new Watch(this, language);
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** The first element of this component that fits the selector. */
  protected find<T extends Element>(selector: string): T | null {
    return this.querySelector<T>(selector);
  }
}
