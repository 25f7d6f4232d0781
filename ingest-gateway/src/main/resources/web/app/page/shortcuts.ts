/** What each key does. */
export type Shortcuts = Readonly<Record<string, () => void>>;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.matches('input:not([type=range]), select, textarea, [contenteditable]');

/** Listens for single keys; never while a person types and never with a modifier. */
export function listenForShortcuts(shortcuts: Shortcuts): void {
  document.addEventListener('keydown', (event) => {
    const action = shortcuts[event.key];
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    const typing = isTyping(event.target) && event.key !== 'Escape';
    if (action === undefined || modified || typing || document.querySelector('dialog[open]')) {
      return;
    }
    event.preventDefault();
    action();
  });
}
