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

export type StatusCounts = Readonly<Partial<Record<JobStatus, number>>>;

export interface CenterSummary {
  readonly center_key: string;
  readonly by_status: StatusCounts;
  readonly waiting_since: string | null;
}

export interface DurationCount {
  /** Null is everything beyond the last bound. */
  readonly up_to_seconds: number | null;
  readonly jobs: number;
}

export interface JobSummary {
  readonly by_status: StatusCounts;
  readonly waiting_since: string | null;
  readonly centers: readonly CenterSummary[];
  readonly durations: readonly DurationCount[];
}

export const JOB_ACTIONS = ['retry', 'cancel', 'park'] as const;
export type JobAction = (typeof JOB_ACTIONS)[number];

export interface BulkOutcome {
  readonly dry_run: boolean;
  readonly matched: number;
  readonly done: number;
  readonly bytes: number;
  readonly centers: Readonly<Record<string, number>>;
  readonly refused: Readonly<Record<string, number>>;
  readonly more: boolean;
}

export interface Bootstrap {
  readonly user: { readonly username: string; readonly roles: readonly string[] };
  readonly roles: readonly string[];
  readonly sub: string;
  readonly centers: readonly { readonly center_key: string; readonly display_name: string }[];
  readonly global_scope: boolean;
  readonly capabilities: Readonly<Record<string, { readonly read: boolean; readonly write: boolean }>>;
  readonly deployment_profile: { readonly deployment_role: string };
}

/** A transfer as the hub tells of it. */
export interface IncomingTransfer {
  readonly id: string;
  readonly transfer_key: string;
  readonly source_node_key: string;
  readonly center_key: string;
  readonly resource_kind: MediaKind;
  readonly status: string;
  readonly decision: string;
  readonly media_status: string;
  readonly media_problem: string | null;
  readonly received_bytes: number;
  readonly size_bytes: number | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** One of two registrations that contradict each other. */
export interface ConflictSide {
  readonly node_key: string;
  readonly transfer_key: string;
  readonly status: string;
  readonly media_status: string | null;
  readonly artifact_sha256: string | null;
  readonly size_bytes: number | null;
  readonly registered_at: string;
  readonly applied_at: string | null;
}

/** A registration that contradicts another one; the differing fields are names, never values. */
export interface TransferConflict {
  readonly id: number;
  readonly kind: string;
  readonly transfer_key: string;
  readonly center_key: string;
  readonly resource_kind: MediaKind;
  readonly resource_hash: string;
  readonly differing_fields: readonly string[];
  readonly existing: ConflictSide | null;
  readonly other: ConflictSide | null;
  readonly times: number;
  readonly last_seen_at: string;
  readonly allowed_decisions: readonly string[];
}

export interface ConflictPage {
  readonly results: readonly TransferConflict[];
  readonly next: number | null;
}

/** The same transfer as the site tells of it. */
export interface OutboundTransfer {
  readonly id: string;
  readonly transfer_key: string;
  readonly target_node_key: string;
  readonly center_key: string;
  readonly resource_kind: MediaKind;
  readonly local_status: string;
  readonly failure_class: string | null;
  readonly last_error: string | null;
  readonly sent_bytes: number;
  readonly size_bytes: number | null;
  readonly remote_status: string | null;
  readonly withdrawn_at?: string | null;
  /** The sign-off was taken back when the hub had applied it already. */
  readonly needs_recall?: boolean;
}

export interface Certificate {
  readonly fingerprint: string;
  readonly not_after: string | null;
  readonly revoked_at?: string | null;
}

export interface SendAttempts {
  readonly id: string;
  readonly attempt: number;
  readonly next_at: string | null;
  readonly marked_at: string;
  readonly changed_at: string;
}

/** To whom a site sends, and with what. */
export interface Sender {
  readonly node_key: string;
  readonly target_node_key: string;
  readonly hub_url: string | null;
  readonly recipient_key_id: string | null;
  readonly certificate: Certificate | null;
  readonly attempts: readonly SendAttempts[];
}

export interface NetworkNode {
  readonly node_key: string;
  readonly display_name: string;
  readonly role: string;
  readonly is_active: boolean;
  readonly owning_center_key: string | null;
  readonly certificates: readonly Certificate[];
  readonly secrets: readonly { readonly slot: number; readonly not_after: string | null }[];
}

export interface RecipientKey {
  readonly key_id: string;
  readonly state: string;
  readonly created_at: string;
  readonly changed_at: string;
}

export interface AuditState {
  readonly store: string;
  readonly status: string;
  readonly checked_at: string | null;
  readonly entry_count: number;
}

export const QUARANTINE_STATUSES = [
  'pending_review',
  'retained',
  'approved_for_deletion',
  'released',
  'deleted',
  'missing',
  'failed',
] as const;
export type QuarantineStatus = (typeof QUARANTINE_STATUSES)[number];

export interface QuarantineItem {
  readonly id: string;
  readonly center_key: string;
  readonly size_bytes: number;
  readonly folder: string;
  readonly reason_code: string;
  readonly reason_detail: string;
  readonly has_sidecar: boolean;
  readonly status: QuarantineStatus;
  readonly arrived_at: string;
  readonly decision_reason: string | null;
  readonly reviewed_by: string | null;
  readonly reviewed_at: string | null;
  readonly error_code: string | null;
  readonly upload_job_id: string | null;
}

export interface QuarantinePage {
  readonly results: readonly QuarantineItem[];
}

export interface ReapAnswer {
  readonly dry_run: boolean;
  readonly deleted: readonly string[];
  readonly blocked: readonly { readonly id: string; readonly code: string }[];
  readonly stopped: boolean;
}

export const LETTER_STATES = ['waiting', 'replayed', 'discarded'] as const;
export type LetterState = (typeof LETTER_STATES)[number];

export interface DeadLetter {
  readonly id: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly reason: string;
  readonly event_id: string | null;
  readonly event_type: string | null;
  readonly aggregate_id: string | null;
  readonly center_key: string | null;
  readonly state: LetterState;
  readonly attempts: number;
  readonly error_code: string | null;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
  readonly decision_reason: string | null;
}

export interface LetterPage {
  readonly results: readonly DeadLetter[];
  readonly next: string | null;
}

export interface ReplayOutcome {
  readonly dry_run: boolean;
  readonly matched: number;
  readonly replayed: number;
  readonly centers: Readonly<Record<string, number>>;
  readonly refused: Readonly<Record<string, number>>;
  readonly more: boolean;
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
