/** The list with one item taken out and put in again at another place. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, at) => at !== from);
  return [...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)];
}

/** Where the row from place `from` lands when it is let go at height `y`. */
export function placeAt(
  rows: readonly { top: number; height: number }[],
  from: number,
  y: number,
): number {
  return rows.filter((row, at) => at !== from && row.top + row.height / 2 < y).length;
}
