import { html, type TemplateResult } from 'lit';
import type { Certificate } from '../api/records';
import { dateTime, duration } from '../texts/format';
import { text } from '../texts/texts';

const SOON_SECONDS = 30 * 24 * 60 * 60;

/** Until when a certificate is valid; what ends within thirty days says so and stands out. */
export function expiry(certificate: Certificate | null): TemplateResult {
  if (certificate === null) {
    return sign('ended', text('transfers.no_certificate'));
  }
  const { not_after: end } = certificate;
  if (end === null) {
    return sign('later', text('transfers.end_unknown'));
  }
  const left = (Date.parse(end) - Date.now()) / 1000;
  if (left <= 0) {
    return sign('ended', text('transfers.ended', { time: dateTime(end) }));
  }
  const soon = left < SOON_SECONDS;
  return sign(soon ? 'soon' : 'later',
    text(soon ? 'transfers.ends_soon' : 'transfers.ends', { time: duration(left) }), dateTime(end));
}

const sign = (state: 'later' | 'soon' | 'ended', words: string, title = ''): TemplateResult =>
  html`<span class="expiry expiry-${state}" data-testid="expiry" data-state=${state} title=${title}>${words}</span>`;

/** The certificate that lasts longest counts; the others only overlap with it. */
export function lasting(certificates: readonly Certificate[]): Certificate | null {
  const valid = certificates.filter(({ revoked_at: revoked }) => revoked == null);
  return [...valid].sort((a, b) => (b.not_after ?? '').localeCompare(a.not_after ?? ''))[0] ?? null;
}
