import type { MediaKind, TimelineItem } from '../api/records';

/** A report or video by its id in the media service. */
export interface Medium {
  readonly kind: MediaKind;
  readonly id: number;
}

export const mediumOf = (item: TimelineItem): Medium => ({
  kind: item.media_type === 'pdf' ? 'report' : 'video',
  id: item.id,
});

export const isSame = (a: Medium, b: Medium | null): boolean => a.kind === b?.kind && a.id === b.id;
