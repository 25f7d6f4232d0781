import { address } from './address';

export const VIEWS = ['jobs', 'quarantine', 'letters', 'transfers'] as const;
export type View = (typeof VIEWS)[number];

const known = (name: string | null): View => VIEWS.find((view) => view === name) ?? 'jobs';

/** Which part of the page is shown. Sends `change`. */
class ChosenView extends EventTarget {
  current: View = known(address.get('view'));

  constructor() {
    super();
    address.addEventListener('change', () => this.become(known(address.get('view'))));
  }

  choose(view: View): void {
    if (view !== this.current) {
      address.enter({ view: view === 'jobs' ? null : view }, null);
      this.become(view);
    }
  }

  private become(view: View): void {
    this.current = view;
    this.dispatchEvent(new Event('change'));
  }
}

export const view = new ChosenView();
