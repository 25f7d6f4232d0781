import { svg, html, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { JobStatus, MediaKind } from '../api/records';

function icon(shape: SVGTemplateResult, name: string): TemplateResult {
  return html`<svg class="icon icon-${name}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    ${shape}
  </svg>`;
}

/** Each state has a shape of its own, so that it can be told apart without its colour. */
const STATUS_SHAPES: Readonly<Record<JobStatus, SVGTemplateResult>> = {
  pending: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.3 1.6"/>`,
  processing: svg`<path d="M8 2a6 6 0 1 1-6 6"/>`,
  retrying: svg`<path d="M13.5 8A5.5 5.5 0 1 1 11 3.4M11 1v2.6H8.4"/>`,
  anonymized: svg`<circle cx="8" cy="8" r="6"/><path d="m5.2 8.2 2 2 3.6-4"/>`,
  error: svg`<path d="M8 2 15 14H1ZM8 6.5v3.2M8 11.6v.4"/>`,
  lost: svg`<path d="M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.7 8 9.2 8 10M8 12.600v.4"/>`,
  cancel_requested: svg`<circle cx="8" cy="8" r="6" stroke-dasharray="2.5 2"/><path d="M5 8h6"/>`,
  cancelled: svg`<circle cx="8" cy="8" r="6"/><path d="M5 8h6"/>`,
};

const KIND_SHAPES: Readonly<Record<MediaKind, SVGTemplateResult>> = {
  report: svg`<path d="M3.5 1.500h6l3 3v10h-9ZM9.5 1.500v3h3M5.5 7.500h5M5.5 10h5M5.5 12.500h3"/>`,
  video: svg`<rect x="1.5" y="3.5" width="9" height="9" rx="1.5"/><path d="m10.5 7 4-2.500v7l-4-2.500Z"/>`,
};

export const statusIcon = (status: JobStatus): TemplateResult =>
  icon(STATUS_SHAPES[status], status);

export const kindIcon = (kind: MediaKind): TemplateResult => icon(KIND_SHAPES[kind], kind);

export const uploadIcon = (): TemplateResult =>
  icon(svg`<path d="M8 10.500v-8M4.8 5.5 8 2.300l3.2 3.200M2 10.500v3h12v-3"/>`, 'upload');

export type StepSign = 'first' | 'previous' | 'next' | 'last';

const STEP_SHAPES: Readonly<Record<StepSign, SVGTemplateResult>> = {
  first: svg`<path d="M3.5 3v10M12.5 3v10L6 8Z"/>`,
  previous: svg`<path d="M11 3v10L4.5 8Z"/>`,
  next: svg`<path d="M5 3v10l6.5-5Z"/>`,
  last: svg`<path d="M12.5 3v10M3.5 3v10L10 8Z"/>`,
};

export const stepIcon = (sign: StepSign): TemplateResult => icon(STEP_SHAPES[sign], 'step');

export const closeIcon = (): TemplateResult => icon(svg`<path d="m3.5 3.5 9 9m0-9-9 9"/>`, 'close');
