import { html, nothing, type TemplateResult } from 'lit';
import { Component, Watch } from '../page/component';
import { uploadIcon } from '../page/icons';
import { text } from '../texts/texts';
import { uploadItem } from './upload-item';
import { UploadQueue } from './upload-queue';
import './upload-panel.css';

const ACCEPTED = '.pdf,.mp4,.avi,.mov,.wmv,application/pdf,video/*';

/** Takes files by drop or by the file picker and shows how they get on. */
class UploadPanel extends Component {
  static override properties = {
    centers: { attribute: false },
    center: { state: true },
    over: { state: true },
  };
  declare centers: readonly string[];
  declare private center: string | null;
  declare private over: boolean;
  private readonly queue = new UploadQueue();

  constructor() {
    super();
    this.centers = [];
    this.center = null;
    this.over = false;
    new Watch(this, this.queue);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // A file dropped beside the field must not make the browser leave the page.
    window.addEventListener('dragover', prevent);
    window.addEventListener('drop', prevent);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('dragover', prevent);
    window.removeEventListener('drop', prevent);
  }

  pick(): void {
    this.find<HTMLInputElement>('input[type=file]')?.click();
  }

  protected override render(): TemplateResult {
    return html`
      <section class="upload" aria-labelledby="upload-title">
        <h2 id="upload-title" class="unseen">${text('upload.title')}</h2>
        <div class="drop ${this.over ? 'drop-over' : ''}"
             @dragover=${() => { this.over = true; }}
             @dragleave=${() => { this.over = false; }}
             @drop=${this.dropped}>
          <span class="drop-hint">${uploadIcon()} ${text('upload.drop')}</span>
          ${this.centerChoice()}
          <button type="button" class="main-action" aria-keyshortcuts="u" @click=${this.pick}>
            ${text('upload.choose')}
          </button>
          <input type="file" multiple hidden accept=${ACCEPTED} data-testid="upload-input"
                 aria-label=${text('upload.choose')} @change=${this.chosen}>
        </div>
        ${this.queue.uploads.length === 0 ? nothing : this.list()}
      </section>`;
  }

  private centerChoice(): TemplateResult | typeof nothing {
    if (this.centers.length < 2) {
      return nothing;
    }
    return html`
      <label class="field">
        <span>${text('upload.center')}</span>
        <select data-testid="upload-center" @change=${this.centerChosen}>
          ${this.centers.map((center) => html`<option>${center}</option>`)}
        </select>
      </label>`;
  }

  private list(): TemplateResult {
    return html`
      <ul class="uploads" tabindex="0" aria-label=${text('upload.list')}>
        ${this.queue.uploads.map((upload) => uploadItem(upload, () => this.queue.again(upload)))}
      </ul>
      <button type="button" class="quiet" @click=${() => this.queue.hideFinished()}>
        ${text('upload.clear')}
      </button>`;
  }

  private centerChosen(event: Event): void {
    this.center = (event.target as HTMLSelectElement).value;
  }

  private chosen(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.send(input.files ?? []);
    input.value = '';
  }

  private dropped(event: DragEvent): void {
    this.over = false;
    this.send(event.dataTransfer?.files ?? []);
  }

  private send(files: Iterable<File>): void {
    const center = this.center ?? this.centers[0];
    if (center !== undefined) {
      this.queue.add(files, center);
    }
  }
}

const prevent = (event: Event): void => event.preventDefault();

customElements.define('upload-panel', UploadPanel);

declare global {
  interface HTMLElementTagNameMap {
    'upload-panel': UploadPanel;
  }
}
