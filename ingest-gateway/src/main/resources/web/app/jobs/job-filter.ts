import { JOB_STATUSES, type Job, type JobStatus, type MediaKind } from '../api/records';

export const AGES = ['hour', 'day', 'week', 'older_day', 'older_week'] as const;
export type Age = (typeof AGES)[number];

export const SORTS = ['newest', 'oldest', 'updated', 'size'] as const;
export type Sort = (typeof SORTS)[number];

/** Which jobs are shown and in which order; null or nothing does not narrow. */
export interface JobFilter {
  readonly statuses: readonly JobStatus[];
  readonly kind: MediaKind | null;
  readonly center: string | null;
  readonly code: string | null;
  readonly age: Age | null;
  readonly sort: Sort;
}

export const EVERY_JOB: JobFilter = {
  statuses: [], kind: null, center: null, code: null, age: null, sort: 'newest',
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SPANS: Readonly<Record<Age, number>> = {
  hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS, older_day: DAY_MS, older_week: 7 * DAY_MS,
};

const isLimit = (age: Age): boolean => age.startsWith('older');

export const narrows = (filter: JobFilter): boolean =>
  filter.statuses.length > 0 || filter.kind !== null || filter.center !== null
  || filter.code !== null || filter.age !== null;

const oneOf = <T extends string>(known: readonly T[], name: string | null): T | null =>
  known.find((one) => one === name) ?? null;

/** Reads the filter from the page's URL; what it does not know is left out. */
export function filterOf(get: (name: string) => string | null): JobFilter {
  const names = (get('status') ?? '').split(',');
  return {
    statuses: JOB_STATUSES.filter((status) => names.includes(status)),
    kind: oneOf(['report', 'video'], get('kind')),
    center: get('center'),
    code: get('code'),
    age: oneOf(AGES, get('age')),
    sort: oneOf(SORTS, get('sort')) ?? 'newest',
  };
}

/** The filter as the page's URL keeps it. */
export const inUrl = (filter: JobFilter): Readonly<Record<string, string | null>> => ({
  status: filter.statuses.join(','),
  kind: filter.kind,
  center: filter.center,
  code: filter.code,
  age: filter.age,
  sort: filter.sort === 'newest' ? null : filter.sort,
});

/** The filter as one action on all of its jobs takes it. */
export function asOrder(filter: JobFilter): Record<string, unknown> {
  const border = filter.age === null ? null : new Date(Date.now() - SPANS[filter.age]).toISOString();
  return {
    status: filter.statuses,
    kind: filter.kind,
    center: filter.center,
    error_code: filter.code,
    created_from: filter.age !== null && !isLimit(filter.age) ? border : null,
    created_to: filter.age !== null && isLimit(filter.age) ? border : null,
  };
}

/** The filter as a page of jobs takes it. */
export function asQuery(filter: JobFilter): URLSearchParams {
  const query = new URLSearchParams({ sort: filter.sort });
  for (const [name, value] of Object.entries(asOrder(filter))) {
    if (Array.isArray(value)) {
      value.forEach((one: string) => query.append(name, one));
    } else if (typeof value === 'string') {
      query.set(name, value);
    }
  }
  return query;
}

/** True when the job belongs on a page of this filter. */
export function fits(filter: JobFilter, job: Job): boolean {
  return (filter.statuses.length === 0 || filter.statuses.includes(job.status))
    && (filter.kind === null || filter.kind === job.kind)
    && (filter.center === null || filter.center === job.center_key)
    && (filter.code === null || filter.code === job.error_code)
    && (filter.age === null || isYoungOrOld(filter.age, job));
}

function isYoungOrOld(age: Age, job: Job): boolean {
  const isOlder = Date.now() - Date.parse(job.created_at) > SPANS[age];
  return isLimit(age) === isOlder;
}
