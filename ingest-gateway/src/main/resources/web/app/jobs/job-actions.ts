import { html, nothing, type TemplateResult } from 'lit';
import { hub, ProblemAnswer } from '../api/hub';
import type { BulkOutcome, Job, JobAction } from '../api/records';
import { question, typedFor } from '../page/question';
import { session } from '../page/session';
import { bytes } from '../texts/format';
import { counted, problemText, text } from '../texts/texts';
import { asOrder } from './job-filter';
import { jobs } from './live-jobs';

const SHORTEST_REASON = 10;

export const mayRetry = (job: Job): boolean => session.mayWrite('ops') && job.status === 'error';

/** Only videos can be stopped; a report is done before anybody could. */
export const mayCancel = (job: Job): boolean =>
  session.mayWrite('ops') && job.kind === 'video'
  && ['pending', 'processing', 'retrying'].includes(job.status);

/** Lets a failed job run again; nothing is lost by it, so nothing is asked. */
export async function retry(job: Job): Promise<void> {
  try {
    await hub.decide(job.id, 'retry');
    question.tell(text('act.retried'));
  } catch (failure) {
    const { code, detail } = ProblemAnswer.of(failure);
    question.tell(problemText(code, detail));
  }
}

export function askToCancel(job: Job): void {
  question.ask({
    title: text('act.cancel_one'),
    facts: [
      `${text(`kind.${job.kind}`)}, ${bytes(job.size_bytes)}`,
      text('ask.centers', { centers: job.center_key }),
      text('act.source_kept'),
    ],
    reasonFrom: 0,
    typed: null,
    confirm: text('act.cancel'),
    run: async () => {
      await hub.decide(job.id, 'cancel');
      return text('act.cancelled');
    },
  });
}

/** Counts first what the action concerns, then asks. */
export async function askForAll(action: JobAction): Promise<void> {
  const filter = asOrder(jobs.filter);
  try {
    const dry = await hub.actOnAll(action, filter, true, null);
    if (dry.matched === 0) {
      question.tell(text(`act.${action}_none`));
      return;
    }
    question.ask({
      title: text(`act.${action}_all`),
      facts: factsOf(dry),
      reasonFrom: SHORTEST_REASON,
      typed: typedFor(dry.matched),
      confirm: text(`act.${action}`),
      run: async (reason) => told(await hub.actOnAll(action, filter, false, reason)),
    });
  } catch (failure) {
    const { code, detail } = ProblemAnswer.of(failure);
    question.tell(problemText(code, detail));
  }
}

function factsOf(dry: BulkOutcome): string[] {
  const facts = [
    `${counted('act.matched', dry.matched)}, ${bytes(dry.bytes)}`,
    text('ask.centers', { centers: centersOf(dry.centers) }),
    text('act.source_kept'),
  ];
  return dry.more ? [...facts, text('act.more')] : facts;
}

export const centersOf = (centers: Readonly<Record<string, number>>): string =>
  Object.entries(centers)
    .map(([center, count]) => `${center === '' ? text('letters.no_center') : center} (${count})`)
    .join(', ');

function told(outcome: BulkOutcome): string {
  const refused = Object.entries(outcome.refused)
    .map(([code, count]) => `${count} × ${problemText(code, '')}`);
  return [counted('act.done', outcome.done), ...refused].join(' ');
}

/** The actions this job allows, as buttons of its row. */
export function jobActions(job: Job): TemplateResult | typeof nothing {
  if (!mayRetry(job) && !mayCancel(job)) {
    return nothing;
  }
  return html`
    <span class="row-actions">
      ${mayRetry(job)
        ? html`<button type="button" data-testid="job-retry" aria-keyshortcuts="r"
                   @click=${() => retry(job)}>${text('act.retry')}</button>`
        : nothing}
      ${mayCancel(job)
        ? html`<button type="button" data-testid="job-cancel" aria-keyshortcuts="c"
                   @click=${() => askToCancel(job)}>${text('act.cancel')}</button>`
        : nothing}
    </span>`;
}
