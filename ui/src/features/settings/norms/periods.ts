import type { Period } from "../setUp";

const MONTHS: Record<Period, number> = { month: 1, quarter: 3, year: 12 };

/** The first days of the periods of a year. */
export function startsOf(period: Period, year: number): string[] {
  const step = MONTHS[period];
  return Array.from(
    { length: 12 / step },
    (_, at) => `${year}-${String(at * step + 1).padStart(2, "0")}-01`,
  );
}

/** What stands above a column. */
export function periodName(period: Period, starts: string, locale: string): string {
  const date = new Date(`${starts}T00:00:00Z`);
  if (period === "year") return starts.slice(0, 4);
  if (period === "quarter")
    return `${locale.startsWith("nl") ? "K" : "Q"}${date.getUTCMonth() / 3 + 1}`;
  return new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" }).format(date);
}
