/** The periods that targets are set for. */
export const SPANS = ["month", "quarter", "year"] as const;
export type SpanKind = (typeof SPANS)[number];

/** One such period: the third quarter of 2026. */
export interface Span {
  kind: SpanKind;
  year: number;
  /** Counted from 1; 1 for a year. */
  number: number;
}

const PER_YEAR: Record<SpanKind, number> = { month: 12, quarter: 4, year: 1 };

/** The period of this kind that a day is in. */
export function spanAt(kind: SpanKind, day: string): Span {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return { kind, year, number: Math.ceil((month * PER_YEAR[kind]) / 12) };
}

/** The period that the URL names; the quarter of the day when it names none that has targets. */
export function spanOf(period: string | undefined, day: string): Span {
  const match = /^(\d{4})(?:-(Q?)(\d{1,2}))?$/.exec(period ?? "");
  if (match) {
    const kind = !match[3] ? "year" : match[2] ? "quarter" : "month";
    return { kind, year: Number(match[1]), number: Number(match[3] ?? 1) };
  }
  const named = /^(this|last)-(month|quarter|year)$/.exec(period ?? "");
  const span = spanAt((named?.[2] as SpanKind | undefined) ?? "quarter", day);
  return named?.[1] === "last" ? moved(span, -1) : span;
}

/** So many periods later; earlier when below 0. */
export function moved({ kind, year, number }: Span, by: number): Span {
  const each = PER_YEAR[kind];
  const place = year * each + number - 1 + by;
  return { kind, year: Math.floor(place / each), number: (place % each) + 1 };
}

/** As the API takes it: `2026`, `2026-Q3`, `2026-09`. */
export function written({ kind, year, number }: Span): string {
  if (kind === "year") return String(year);
  return kind === "quarter" ? `${year}-Q${number}` : `${year}-${String(number).padStart(2, "0")}`;
}
