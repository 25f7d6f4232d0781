import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { frameUrl } from '../api/hub';
import { Component } from '../page/component';
import { stepIcon, type StepSign } from '../page/icons';
import { language, text } from '../texts/texts';
import './frame-stepper.css';

/** Single frames of a video, decoded by the suite: exact where a player seeks to the nearest. */
export class FrameStepper extends Component {
  static override properties = {
    video: { attribute: false },
    count: { attribute: false },
    frame: { state: true },
    unreadable: { state: true },
  };
  declare video: number;
  declare count: number;
  declare private frame: number;
  declare private unreadable: boolean;

  constructor() {
    super();
    this.count = 0;
    this.frame = 0;
    this.unreadable = false;
  }

  /** Shows the frame at this share (0 to 1) of the video. */
  showShare(share: number): void {
    if (Number.isFinite(share)) {
      this.show(Math.floor(share * this.count));
    }
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('video')) {
      this.show(0);
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.count === 0) {
      return nothing;
    }
    const last = this.count - 1;
    return html`
      <section class="stepper" aria-labelledby="video-frames" data-testid="frame-stepper">
        <header class="view-head">
          <h3 id="video-frames">${text('video.frames')}</h3>
          <span class="muted number" aria-live="polite">${this.position()}</span>
        </header>
        <img src=${frameUrl(this.video, this.frame)} alt=${this.position()} ?hidden=${this.unreadable}
             @load=${() => { this.unreadable = false; }} @error=${() => { this.unreadable = true; }}>
        ${this.unreadable ? html`<p class="problem">${text('video.no_picture')}</p>` : nothing}
        <div class="stepper-controls">
          ${this.step('first', 0)} ${this.step('previous', this.frame - 1)}
          <input type="range" min="0" max=${last} .value=${String(this.frame)}
                 aria-label=${text('video.position')} @change=${this.slid}>
          ${this.step('next', this.frame + 1)} ${this.step('last', last)}
        </div>
      </section>`;
  }

  private step(sign: StepSign, frame: number): TemplateResult {
    const label = text(`video.${sign}`);
    const outside = frame < 0 || frame >= this.count || frame === this.frame;
    return html`
      <button type="button" aria-label=${label} title=${label}
              aria-disabled=${outside} @click=${() => this.show(frame)}>${stepIcon(sign)}</button>`;
  }

  private slid(event: Event): void {
    this.show(Number((event.target as HTMLInputElement).value));
  }

  private show(frame: number): void {
    this.frame = Math.max(0, Math.min(frame, this.count - 1));
  }

  private position(): string {
    const number = (value: number): string => value.toLocaleString(language.current);
    return text('video.frame', { n: number(this.frame + 1), count: number(this.count) });
  }
}

customElements.define('frame-stepper', FrameStepper);
