import type {
  ConflictPage, IncomingTransfer, NetworkNode, OutboundTransfer, RecipientKey, Sender,
  AuditState, Bootstrap, BulkOutcome, DeadLetter, Info, JobAction, JobPage, JobSummary, LetterPage,
  PatientTimeline, Problem, QuarantineItem, QuarantinePage, ReapAnswer, ReplayOutcome, Report, Video,
} from './records';

/** An answer that is no success, with the code people and programs decide by. */
export class ProblemAnswer extends Error {
  constructor(readonly code: string, readonly detail: string) {
    super(detail);
  }

  /** Reads a problem+json body; anything else counts as the suite being unreachable. */
  static fromBody(body: string): ProblemAnswer {
    try {
      const problem = JSON.parse(body) as Partial<Problem>;
      return new ProblemAnswer(problem.code ?? 'unavailable', problem.detail ?? '');
    } catch {
      return ProblemAnswer.unreachable();
    }
  }

  static unreachable(): ProblemAnswer {
    return new ProblemAnswer('unavailable', '');
  }

  static of(failure: unknown): ProblemAnswer {
    return failure instanceof ProblemAnswer ? failure : ProblemAnswer.unreachable();
  }
}

async function get<T>(url: string): Promise<T> {
  const answer = await fetch(url, { headers: { Accept: 'application/json' } });
  if (!answer.ok) {
    throw ProblemAnswer.fromBody(await answer.text());
  }
  return (await answer.json()) as T;
}

async function post<T>(url: string, body: unknown): Promise<T> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Accept': 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) {
    throw ProblemAnswer.fromBody(await answer.text());
  }
  const said = await answer.text();
  return (said === '' ? null : JSON.parse(said)) as T;
}

export const JOBS_PER_PAGE = 50;
export const MOST_PER_PAGE = 200;
export const ITEMS_PER_PAGE = 50;
const TIMELINE_ITEMS = 100;

export const JOB_STREAM_URL = '/api/jobs/stream';
export const UPLOAD_URL = '/api/upload/';

export const reportStreamUrl = (id: number): string => `/api/media/pdfs/${id}/stream/`;
export const videoStreamUrl = (id: number): string => `/api/media/videos/${id}/stream/`;
export const frameUrl = (id: number, frame: number): string =>
  `/api/media/videos/${id}/frames/${frame}/stream/`;

/** The routes the page reads. */
export const hub = {
  info: (): Promise<Info> => get('/api/info'),
  summary: (): Promise<JobSummary> => get('/api/jobs/summary'),
  report: (id: number): Promise<Report> => get(`/api/media/pdfs/${id}/`),
  video: (id: number): Promise<Video> => get(`/api/media/videos/${id}/`),
  timeline: (patient: number): Promise<PatientTimeline> =>
    get(`/api/media/patients/${patient}/timeline/?limit=${TIMELINE_ITEMS}`),

  bootstrap: (): Promise<Bootstrap> => get('/auth/bootstrap'),
  auditState: (): Promise<AuditState> => get('/api/audit-ledger/integrity'),

  jobs(filter: URLSearchParams, before: string | null, limit: number): Promise<JobPage> {
    const query = new URLSearchParams(filter);
    query.set('limit', String(limit));
    if (before !== null) {
      query.set('before', before);
    }
    return get(`/api/jobs/?${query}`);
  },
  decide: (id: string, action: 'retry' | 'cancel'): Promise<unknown> =>
    post(`/api/jobs/${id}/${action}`, {}),
  actOnAll: (
    action: JobAction, filter: object, dryRun: boolean, reason: string | null,
  ): Promise<BulkOutcome> =>
    post('/api/jobs/actions', { action, filter, dry_run: dryRun, reason }),

  quarantine: (query: URLSearchParams): Promise<QuarantinePage> =>
    get(`/api/media/quarantine?${query}`),
  decideQuarantine: (id: string, decision: string, reason: string): Promise<QuarantineItem> =>
    post(`/api/media/quarantine/${id}/${decision}`, { decision_reason: reason }),
  reap: (olderThanDays: number, dryRun: boolean): Promise<ReapAnswer> =>
    post('/api/media/quarantine/reap-approved', {
      older_than_days: olderThanDays, dry_run: dryRun, confirm: !dryRun,
    }),

  incoming: (): Promise<readonly IncomingTransfer[]> => get('/api/transfer/incoming'),
  conflicts: (): Promise<ConflictPage> =>
    get(`/api/transfer/conflicts?state=open&limit=${ITEMS_PER_PAGE}`),
  decideConflict: (id: number, decision: string, reason: string): Promise<unknown> =>
    post(`/api/transfer/conflicts/${id}/decision`, { decision, reason }),
  nodes: (): Promise<readonly NetworkNode[]> => get('/api/transfer/nodes'),
  recipientKeys: (): Promise<readonly RecipientKey[]> => get('/api/transfer/keys'),
  letNodeIn: (key: string, active: boolean): Promise<null> =>
    post(`/api/transfer/nodes/${encodeURIComponent(key)}/activity`, { active }),
  outbound: (): Promise<readonly OutboundTransfer[]> => get('/api/transfer/outbound'),
  sender: (): Promise<Sender> => get('/api/transfer/outbound/sender'),
  sendAgain: (id: string): Promise<unknown> => post(`/api/transfer/outbound/${id}/queue`, {}),
  callOff: (id: string): Promise<unknown> => post(`/api/transfer/outbound/${id}/cancellation`, {}),

  letters: (service: string, query: URLSearchParams): Promise<LetterPage> =>
    get(`${lettersOf(service)}?${query}`),
  replayLetter: (service: string, id: number): Promise<{ readonly effective: boolean }> =>
    post(`${lettersOf(service)}/${id}/replay`, {}),
  replayLetters: (service: string, filter: object, dryRun: boolean): Promise<ReplayOutcome> =>
    post(`${lettersOf(service)}/replays`, { filter, dry_run: dryRun }),
  discardLetter: (service: string, id: number, reason: string): Promise<DeadLetter> =>
    post(`${lettersOf(service)}/${id}/discard`, { reason }),
};

/** Each service keeps the records it set aside itself. */
const lettersOf = (service: string): string => `/api/services/${service}/dead-letters`;
