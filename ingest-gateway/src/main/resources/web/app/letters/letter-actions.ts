import { hub, ProblemAnswer } from '../api/hub';
import type { DeadLetter, ReplayOutcome } from '../api/records';
import { centersOf } from '../jobs/job-actions';
import { question, typedFor } from '../page/question';
import { counted, problemText, text } from '../texts/texts';
import { letters } from './letter-store';

const SHORTEST_REASON = 10;

/** Gives one record its effect now; a second time it has none, so nothing is asked. */
export async function replay(letter: DeadLetter): Promise<void> {
  question.tell(await outcomeOf(letter));
  await letters.refresh();
}

async function outcomeOf({ id }: DeadLetter): Promise<string> {
  try {
    const { effective } = await hub.replayLetter(letters.service, id);
    return text(effective ? 'letters.replayed' : 'letters.had_effect');
  } catch (failure) {
    const { code, detail } = ProblemAnswer.of(failure);
    return problemText(code, detail);
  }
}

/** Replays the chosen ones after each other; the suite keeps the pace. */
export function askToReplaySelection(): void {
  const chosen = letters.selection;
  const centers: Record<string, number> = {};
  chosen.forEach(({ center_key: key }) => { centers[key ?? ''] = (centers[key ?? ''] ?? 0) + 1; });
  question.ask({
    title: text('letters.replay_selection'),
    facts: [
      counted('letters.matched', chosen.length),
      text('ask.centers', { centers: centersOf(centers) }),
      text('letters.once'),
    ],
    reasonFrom: 0,
    typed: typedFor(chosen.length),
    confirm: text('letters.replay'),
    run: async () => {
      const said = new Map<string, number>();
      for (const letter of chosen) {
        const outcome = await outcomeOf(letter);
        said.set(outcome, (said.get(outcome) ?? 0) + 1);
      }
      void letters.refresh();
      return [...said].map(([outcome, count]) => `${count} × ${outcome}`).join(' ');
    },
  });
}

/** Counts first what the filter finds, then asks. */
export async function askToReplayAll(): Promise<void> {
  const filter = { reason: letters.cause };
  try {
    const dry = await hub.replayLetters(letters.service, filter, true);
    if (dry.matched === 0) {
      question.tell(text('letters.none_waiting'));
      return;
    }
    question.ask({
      title: text('letters.replay_all'),
      facts: factsOf(dry),
      reasonFrom: 0,
      typed: typedFor(dry.matched),
      confirm: text('letters.replay'),
      run: async () => {
        const done = await hub.replayLetters(letters.service, filter, false);
        void letters.refresh();
        return told(done);
      },
    });
  } catch (failure) {
    const { code, detail } = ProblemAnswer.of(failure);
    question.tell(problemText(code, detail));
  }
}

export function askToDiscard(letter: DeadLetter): void {
  question.ask({
    title: text('letters.discard'),
    facts: [
      counted('letters.matched', 1),
      text('ask.centers', { centers: letter.center_key ?? text('letters.no_center') }),
      text('letters.discard_means'),
    ],
    reasonFrom: SHORTEST_REASON,
    typed: null,
    confirm: text('letters.discard'),
    run: async (reason) => {
      await hub.discardLetter(letters.service, letter.id, reason);
      void letters.refresh();
      return text('letters.discarded');
    },
  });
}

function factsOf(dry: ReplayOutcome): string[] {
  const facts = [
    counted('letters.matched', dry.matched),
    text('ask.centers', { centers: centersOf(dry.centers) }),
    text('letters.once'),
  ];
  return dry.more ? [...facts, text('letters.more')] : facts;
}

function told(done: ReplayOutcome): string {
  const refused = Object.entries(done.refused)
    .map(([code, count]) => `${count} × ${problemText(code, '')}`);
  return [counted('letters.done', done.replayed), ...refused].join(' ');
}
