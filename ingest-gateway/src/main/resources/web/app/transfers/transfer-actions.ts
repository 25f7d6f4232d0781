import { hub, ProblemAnswer } from '../api/hub';
import type { NetworkNode } from '../api/records';
import { question } from '../page/question';
import { problemText, text } from '../texts/texts';
import { transfers, type Transfer } from './transfer-store';

/** Only what ended or waits for a person can be sent again; the suite has the last word. */
export const maySendAgain = ({ state, attempt, withdrawn }: Transfer): boolean =>
  attempt !== null && !withdrawn && ['failed', 'marked', 'cancelled'].includes(state);

/** What this site sends and the hub is not known to have applied. */
export const mayCallOff = ({ state, attempt, applied, withdrawn }: Transfer): boolean =>
  attempt !== null && !applied && !withdrawn && state !== 'cancelled';

/** Under the same key: the hub finds what it has, so nothing is asked. */
export async function sendAgain(transfer: Transfer): Promise<void> {
  try {
    await hub.sendAgain(transfer.id);
    question.tell(text('transfers.again_done'));
  } catch (failure) {
    const { code, detail } = ProblemAnswer.of(failure);
    question.tell(problemText(code, detail));
  }
  await transfers.refresh();
}

export function askToCallOff(transfer: Transfer): void {
  question.ask({
    title: text('transfers.cancel_title'),
    facts: [
      transfer.key,
      text('ask.centers', { centers: transfer.center }),
      text('transfers.cancel_means'),
    ],
    reasonFrom: 0,
    typed: null,
    confirm: text('transfers.cancel'),
    run: async () => {
      await hub.callOff(transfer.id);
      void transfers.refresh();
      return text('transfers.cancel_done');
    },
  });
}

export function askToLetIn(node: NetworkNode, active: boolean): void {
  const action = active ? 'activate' : 'deactivate';
  question.ask({
    title: `${text(`transfers.${action}`)}: ${node.node_key}`,
    facts: [
      text('ask.centers', { centers: node.owning_center_key ?? text('letters.no_center') }),
      text(`transfers.${action}_means`),
    ],
    reasonFrom: 0,
    typed: null,
    confirm: text(`transfers.${action}`),
    run: async () => {
      await hub.letNodeIn(node.node_key, active);
      void transfers.refresh();
      return text(`transfers.${action}_done`);
    },
  });
}
