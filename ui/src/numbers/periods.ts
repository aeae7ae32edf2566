import type { Format } from "@/i18n/format";

export type Step = "day" | "week" | "month" | "quarter" | "year";

/** Steps that end with a period, and the stretch of time they fill, as the API takes it. */
export interface Steps {
  period: string;
  step: Step;
}

/** How many steps a trend shows. */
export const STEPS = 12;

const DAY = 86_400_000;
const iso = (date: Date) => date.toISOString().slice(0, 10);
const utc = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day));

/** The twelve steps that end with this period: twelve months for a month, twelve quarters for a quarter. */
export function stepsTo(period: string): Steps | null {
  const months = (last: Date, each: number, step: Step): Steps => {
    const end = utc(last.getUTCFullYear(), last.getUTCMonth() + 1, 0);
    const start = utc(end.getUTCFullYear(), end.getUTCMonth() + 1 - each * STEPS, 1);
    return { period: `${iso(start)}..${iso(end)}`, step };
  };
  const days = (last: Date, each: number, step: Step): Steps => ({
    period: `${iso(new Date(last.getTime() - (each * STEPS - 1) * DAY))}..${iso(last)}`,
    step,
  });
  const match = /^(\d{4})(?:-([QHW]?)(\d{1,2})(?:-(\d{2}))?)?$/.exec(period);
  if (!match) {
    const last = /\.\.(\d{4})-(\d{2})-\d{2}$/.exec(period);
    return last ? months(utc(Number(last[1]), Number(last[2]) - 1, 1), 1, "month") : null;
  }
  const [year, kind, number, day] = [Number(match[1]), match[2], Number(match[3]), match[4]];
  if (!match[3]) return months(utc(year, 11, 1), 12, "year");
  if (kind === "Q") return months(utc(year, number * 3 - 1, 1), 3, "quarter");
  if (kind === "H") return months(utc(year, number * 6 - 1, 1), 1, "month");
  if (kind === "W") return days(sundayOf(year, number), 7, "week");
  if (day) return days(utc(year, number - 1, Number(day)), 1, "day");
  return months(utc(year, number - 1, 1), 1, "month");
}

/** The last day of an ISO week; the first week of a year has 4 January in it. */
function sundayOf(year: number, week: number): Date {
  const fourth = utc(year, 0, 4);
  const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * DAY;
  return new Date(monday + (week * 7 - 1) * DAY);
}

/** The first day of a period, to know whether it had begun. */
export function firstDay(period: string): string | null {
  const range = /^(\d{4}-\d{2}-\d{2})/.exec(period);
  if (range?.[1]) return range[1];
  const match = /^(\d{4})(?:-([QHW]?)(\d{1,2}))?$/.exec(period);
  if (!match) return null;
  const [year, kind, number] = [Number(match[1]), match[2], Number(match[3] ?? 1)];
  if (kind === "Q") return iso(utc(year, number * 3 - 3, 1));
  if (kind === "H") return iso(utc(year, number * 6 - 6, 1));
  if (kind === "W") return iso(new Date(sundayOf(year, number).getTime() - 6 * DAY));
  return iso(utc(year, number - 1, 1));
}

/** `2026-11` → `November 2026`; what has no shorter name in words stays as the API writes it. */
export function periodName(period: string, format: Format): string {
  if (/^\d{4}-\d{2}$/.test(period)) {
    const words = new Intl.DateTimeFormat(format.locale, {
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    });
    return words.format(new Date(`${period}-01T00:00:00Z`));
  }
  const quarter = /^(\d{4})-([QHW])(\d{1,2})$/.exec(period);
  if (quarter) return `${quarter[2]}${quarter[3]} ${quarter[1]}`;
  if (/^\d{4}-\d{2}-\d{2}$/.test(period)) return format.date(period);
  const [first, last] = period.split("..");
  return first && last ? `${format.date(first)} – ${format.date(last)}` : period;
}
