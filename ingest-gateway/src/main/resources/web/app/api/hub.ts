import type {
  Info, JobPage, JobStatus, JobSummary, PatientTimeline, Problem, Report, Video,
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

const JOBS_PER_PAGE = 100;
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

  jobs(status: JobStatus | null, before: string | null): Promise<JobPage> {
    const query = new URLSearchParams({ limit: String(JOBS_PER_PAGE) });
    if (status !== null) {
      query.set('status', status);
    }
    if (before !== null) {
      query.set('before', before);
    }
    return get(`/api/jobs/?${query}`);
  },
};
