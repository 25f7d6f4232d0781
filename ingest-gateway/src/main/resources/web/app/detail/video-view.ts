import { html, nothing, type TemplateResult } from 'lit';
import { hub, videoStreamUrl } from '../api/hub';
import { Component } from '../page/component';
import { bytes, decimal, duration } from '../texts/format';
import { text } from '../texts/texts';
import type { Video } from '../api/records';
import type { FrameStepper } from './frame-stepper';
import { Loaded } from './loaded';
import { loadingOrProblem } from './loading';
import './frame-stepper';

/** The processed video and its single frames; pausing the video shows the frame it stands at. */
class VideoView extends Component {
  static override properties = { video: { type: Number } };
  declare video: number;
  private readonly loaded = new Loaded(this, hub.video, () => this.video ?? null);

  protected override render(): TemplateResult {
    const video = this.loaded.value;
    return html`
      <div class="video">
        <section aria-labelledby="video-player">
          <header class="view-head">
            <h3 id="video-player">${text('video.player')}</h3>
            ${video === null ? nothing : html`<span class="muted number">${facts(video)}</span>`}
          </header>
          <video controls preload="metadata" data-testid="video-player"
                 src=${videoStreamUrl(this.video)} @pause=${this.paused}></video>
        </section>
        ${video === null
          ? loadingOrProblem(this.loaded)
          : html`<frame-stepper .video=${video.id} .count=${video.frame_count ?? 0}></frame-stepper>`}
      </div>`;
  }

  private paused(event: Event): void {
    const { currentTime, duration: whole } = event.target as HTMLVideoElement;
    this.find<FrameStepper>('frame-stepper')?.showShare(currentTime / whole);
  }
}

function facts(video: Video): string {
  return [
    video.width === null ? null : `${video.width} × ${video.height}`,
    video.fps === null ? null : `${decimal(video.fps, 2)} fps`,
    video.duration === null ? null : duration(video.duration),
    video.codec,
    bytes(video.size_bytes),
  ].filter((fact) => fact !== null).join(' · ');
}

customElements.define('video-view', VideoView);
