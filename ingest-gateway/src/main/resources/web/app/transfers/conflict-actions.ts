import { hub } from '../api/hub';
import type { TransferConflict } from '../api/records';
import { question } from '../page/question';
import { text, word } from '../texts/texts';
import { transfers } from './transfer-store';

const SHORTEST_REASON = 10;

/** Nothing is decided by itself: the person says what counts, and why. */
export function askToDecideConflict(conflict: TransferConflict, decision: string): void {
  question.ask({
    title: word('conflict_decision', decision),
    facts: [
      word('conflict', conflict.kind),
      text('ask.centers', { centers: conflict.center_key }),
      word('conflict_means', decision),
    ],
    reasonFrom: SHORTEST_REASON,
    typed: null,
    confirm: word('conflict_decision', decision),
    run: async (reason) => {
      await hub.decideConflict(conflict.id, decision, reason);
      void transfers.refresh();
      return text('conflicts.decided');
    },
  });
}
