import { html, nothing, type TemplateResult } from 'lit';
import { hub } from '../api/hub';
import type { Patient, PatientTimeline, TimelineItem } from '../api/records';
import { Component } from '../page/component';
import { kindIcon } from '../page/icons';
import { day } from '../texts/format';
import { text, word } from '../texts/texts';
import { Loaded } from './loaded';
import { loadingOrProblem } from './loading';
import { isSame, mediumOf, type Medium } from './medium';
import { timelinePicture } from './timeline-picture';
import './patient-timeline.css';

/** Everything a pseudonymous patient left behind; choosing a medium sends `show-medium`. */
class PatientTimelineView extends Component {
  static override properties = { patient: { type: Number }, shown: { attribute: false } };
  declare patient: number;
  declare shown: Medium | null;
  private readonly loaded = new Loaded(this, hub.timeline, () => this.patient ?? null);

  protected override render(): TemplateResult {
    const timeline = this.loaded.value;
    return html`
      <section class="timeline" aria-labelledby="timeline-title" data-testid="timeline">
        <header class="view-head">
          <h3 id="timeline-title">${text('timeline.title')}</h3>
          ${timeline === null ? nothing : html`<span class="muted">${person(timeline.patient)}</span>`}
        </header>
        ${timeline === null ? loadingOrProblem(this.loaded) : this.media(timeline)}
      </section>`;
  }

  private media(timeline: PatientTimeline): TemplateResult {
    const oldestFirst = [...timeline.results].sort((a, b) =>
      Date.parse(a.timestamp) - Date.parse(b.timestamp));
    return html`
      ${timelinePicture(oldestFirst, this.shown)}
      <ol class="timeline-list">${oldestFirst.map((item) => this.entry(item))}</ol>
      <p class="muted small">
        ${text('timeline.shifted')}
        ${timeline.count > timeline.results.length
          ? text('timeline.more', { shown: timeline.results.length, count: timeline.count })
          : nothing}
      </p>`;
  }

  private entry(item: TimelineItem): TemplateResult {
    const medium = mediumOf(item);
    const current = isSame(medium, this.shown);
    return html`
      <li>
        <button type="button" class="quiet" aria-current=${current} @click=${() => this.choose(medium)}>
          ${kindIcon(medium.kind)}
          <span class="number">${day(item.timestamp)}</span>
          <span>${item.examination_name === null
            ? text(`kind.${medium.kind}`)
            : word('examination', item.examination_name)}</span>
          ${item.timestamp_is_examination_date
            ? nothing
            : html`<span class="muted">${text('timeline.registered')}</span>`}
          ${current ? html`<span class="muted">${text('timeline.shown')}</span>` : nothing}
        </button>
      </li>`;
  }

  private choose(medium: Medium): void {
    this.dispatchEvent(new CustomEvent('show-medium', { detail: medium, bubbles: true }));
  }
}

function person(patient: Patient): string {
  return [
    patient.pseudonym_id,
    word('gender', patient.gender),
    patient.birth_year === null ? null : text('timeline.born', { year: patient.birth_year }),
  ].filter((fact) => fact !== null).join(' · ');
}

customElements.define('patient-timeline', PatientTimelineView);
