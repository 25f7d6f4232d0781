/** The JSON of the suite as the page reads it. */

export const JOB_STATUSES = [
  'pending',
  'processing',
  'retrying',
  'anonymized',
  'error',
  'lost',
  'cancel_requested',
  'cancelled',
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export type MediaKind = 'report' | 'video';

export interface Job {
  readonly id: string;
  readonly center_key: string;
  readonly kind: MediaKind;
  readonly size_bytes: number;
  readonly ingest_mode: string;
  readonly source_system: string;
  readonly status: JobStatus;
  readonly error_code: string | null;
  readonly error_detail: string | null;
  readonly stage: string | null;
  readonly percent: number;
  readonly seconds_left: number;
  readonly removed_by_type: Readonly<Record<string, number>>;
  readonly medium_id: number | null;
  readonly patient_id: number | null;
  readonly patient_examination_id: number | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly finished_at: string | null;
  readonly change_number: number;
}

export interface JobPage {
  readonly results: readonly Job[];
  readonly next: string | null;
}

export interface JobSummary {
  readonly by_status: Readonly<Partial<Record<JobStatus, number>>>;
  readonly waiting_since: string | null;
}

export interface Info {
  readonly deployment_role: string;
  readonly centers: readonly string[];
  readonly version: string;
}

export interface UploadAnswer {
  readonly upload_id: string;
  readonly reused: boolean;
}

export interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly trace_id: string;
}

export interface Report {
  readonly id: number;
  readonly pages: number | null;
  readonly size_bytes: number;
  readonly anonymized_text: string | null;
}

export interface Video {
  readonly id: number;
  readonly fps: number | null;
  readonly duration: number | null;
  readonly frame_count: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly codec: string | null;
  readonly size_bytes: number;
}

export interface Patient {
  readonly id: number;
  readonly pseudonym_id: string;
  readonly birth_year: number | null;
  readonly gender: string;
  readonly examinations: number;
}

export interface TimelineItem {
  readonly media_type: 'pdf' | 'video';
  readonly id: number;
  readonly patient_examination_id: number;
  readonly examination_name: string | null;
  readonly timestamp: string;
  readonly timestamp_is_examination_date: boolean;
}

export interface PatientTimeline {
  readonly patient: Patient;
  readonly count: number;
  readonly results: readonly TimelineItem[];
}
