import { hub, ProblemAnswer } from '../api/hub';
import type { QuarantineItem, QuarantineStatus } from '../api/records';
import { question, typedFor } from '../page/question';
import { bytes } from '../texts/format';
import { counted, problemText, text } from '../texts/texts';
import { quarantine } from './quarantine-store';

const SHORTEST_REASON = 10;

export const DECISIONS = ['retain', 'approve-deletion', 'release'] as const;
export type Decision = (typeof DECISIONS)[number];

/** From which states a decision leads on; the suite has the last word. */
const POSSIBLE: Readonly<Record<Decision, readonly QuarantineStatus[]>> = {
  'retain': ['pending_review', 'approved_for_deletion', 'failed', 'missing'],
  'approve-deletion': ['pending_review', 'retained', 'failed'],
  'release': ['pending_review', 'retained', 'failed'],
};

export const mayDecide = (item: QuarantineItem, decision: Decision): boolean =>
  POSSIBLE[decision].includes(item.status);

export function askToDecide(item: QuarantineItem, decision: Decision): void {
  question.ask({
    title: text(`quarantine.${decision}`),
    facts: [
      `${counted('quarantine.drops', 1)}, ${bytes(item.size_bytes)}`,
      text('ask.centers', { centers: item.center_key }),
      text(`quarantine.${decision}_means`),
    ],
    reasonFrom: SHORTEST_REASON,
    typed: null,
    confirm: text(`quarantine.${decision}`),
    run: async (reason) => {
      await hub.decideQuarantine(item.id, decision, reason);
      void quarantine.refresh();
      return text(`quarantine.${decision}_done`);
    },
  });
}

/** Counts first what would be deleted, and what stays because the asking person approved it. */
export async function askToReap(olderThanDays: number): Promise<void> {
  try {
    const dry = await hub.reap(olderThanDays, true);
    const own = dry.blocked.filter(({ code }) => code === 'same_person').length;
    const ofMyself = own === 0 ? [] : [counted('quarantine.own', own)];
    if (dry.deleted.length === 0) {
      question.tell([text('quarantine.nothing_due'), ...ofMyself].join(' '));
      return;
    }
    question.ask({
      title: text('quarantine.reap'),
      facts: [counted('quarantine.due', dry.deleted.length), ...ofMyself, text('quarantine.for_good')],
      reasonFrom: 0,
      typed: typedFor(dry.deleted.length),
      confirm: text('quarantine.reap_now'),
      run: () => reap(olderThanDays),
    });
  } catch (failure) {
    const { code, detail } = ProblemAnswer.of(failure);
    question.tell(problemText(code, detail));
  }
}

async function reap(olderThanDays: number): Promise<string> {
  const done = await hub.reap(olderThanDays, false);
  void quarantine.refresh();
  return counted('quarantine.reaped', done.deleted.length);
}
