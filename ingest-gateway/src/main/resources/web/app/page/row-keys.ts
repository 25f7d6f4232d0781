/** The row of a table an event happened in. */
export const rowOf = (event: Event): HTMLElement | null =>
  (event.target as Element).closest<HTMLElement>('tbody tr');

/** The row a key leads to from this one; null for keys that lead nowhere. */
export function rowFor(key: string, row: HTMLElement, rows: readonly HTMLElement[]): HTMLElement | null {
  const at = rows.indexOf(row);
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return rows[Math.min(at + 1, rows.length - 1)] ?? null;
    case 'ArrowUp':
    case 'k':
      return rows[Math.max(at - 1, 0)] ?? null;
    case 'Home':
      return rows[0] ?? null;
    case 'End':
      return rows.at(-1) ?? null;
    default:
      return null;
  }
}
