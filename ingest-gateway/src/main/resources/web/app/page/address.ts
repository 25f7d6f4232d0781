type Values = Readonly<Record<string, string | null>>;

/**
 * What the page shows, kept in its URL so that it can be shared and survives a reload. Sends
 * `change` when a person goes back or forward.
 */
class Address extends EventTarget {
  constructor() {
    super();
    window.addEventListener('popstate', () => this.dispatchEvent(new Event('change')));
  }

  get(name: string): string | null {
    return new URLSearchParams(location.search).get(name);
  }

  /** What was kept beside the URL when this page of it was entered. */
  get state(): unknown {
    return history.state;
  }

  /** The same place with other values; null removes one. */
  replace(values: Values): void {
    history.replaceState(history.state, '', this.with(values));
  }

  /** A new place the back button returns from. */
  enter(values: Values, state: unknown): void {
    history.pushState(state, '', this.with(values));
  }

  private with(values: Values): string {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(values)) {
      if (value === null || value === '') {
        query.delete(name);
      } else {
        query.set(name, value);
      }
    }
    const text = query.toString();
    return text === '' ? location.pathname : `${location.pathname}?${text}`;
  }
}

export const address = new Address();
