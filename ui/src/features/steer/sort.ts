import type { Figure } from "@/api/types";

/** Sorts by what a row is called. */
export const NAME = "name";

export interface NamedRow<R> {
  row: R;
  /** What it is called, one name per level. */
  names: string[];
}

/** Rows in the order of `metric`, `-metric` or their names; what has no value comes last, whatever the order. */
export function sortRows<R extends { figures: Figure[] }>(
  rows: readonly NamedRow<R>[],
  sort: string | undefined,
  locale: string,
): NamedRow<R>[] {
  const key = sort?.replace(/^-/, "") ?? NAME;
  const direction = sort?.startsWith("-") ? -1 : 1;
  const collator = new Intl.Collator(locale, { numeric: true });
  const byName = (a: NamedRow<R>, b: NamedRow<R>) =>
    collator.compare(a.names.join(" "), b.names.join(" "));
  const at = rows[0]?.row.figures.findIndex((figure) => figure.metric === key) ?? -1;
  if (at < 0) return [...rows].sort((a, b) => direction * byName(a, b));
  const value = ({ row }: NamedRow<R>) => row.figures[at]?.value ?? null;
  return [...rows].sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    if (one === null || other === null) {
      return Number(one === null) - Number(other === null) || byName(a, b);
    }
    return direction * (one - other) || byName(a, b);
  });
}
