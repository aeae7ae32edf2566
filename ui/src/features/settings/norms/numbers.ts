import { fractionDigits } from "@/i18n/format";
import type { Metric, TargetValue } from "../setUp";

/** A number as people type it: `12.400,50`, `12,400.50`, `12k`, `25%`; null when it is none. */
export function readNumber(text: string, locale: string): number | null {
  const parts = new Intl.NumberFormat(locale).formatToParts(12345.6);
  const symbol = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  const [, digits, scale] = /^(.*?)\s*([kKmM%]?)$/.exec(text.trim()) ?? [];
  if (!digits) return null;
  const plain = digits
    .replaceAll(/[\s€$£]/g, "")
    .replaceAll(symbol("group"), "")
    .replace(symbol("decimal"), ".");
  if (!/^-?\d*\.?\d+$|^-?\d+\.$/.test(plain)) return null;
  return Number(plain) * ({ k: 1_000, m: 1_000_000 }[scale?.toLowerCase() ?? ""] ?? 1);
}

export const UNITS: Record<Metric, "money" | "count" | "share"> = {
  won_value: "money",
  won_count: "count",
  new_customers: "count",
  growth_existing: "money",
  leads_handled: "count",
  touches: "count",
  appointments: "count",
  conversion: "share",
  win_rate: "share",
  response_share: "share",
};

/** What a typed number stands for; null when it is not a number. */
export function readTarget(
  text: string,
  metric: Metric,
  currency: string,
  locale: string,
): TargetValue | null {
  const number = readNumber(text, locale);
  if (number === null) return null;
  const unit = UNITS[metric];
  if (unit === "share") return Math.round(number * 100) / 10_000;
  if (unit === "count") return number;
  return { amount: Math.round(number * 10 ** fractionDigits(currency)), currency };
}

/** The number as it is typed and shown in a cell: whole units, percentages. */
export function typedTarget(value: TargetValue, metric: Metric, locale: string): string {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  if (typeof value === "object") {
    return format.format(value.amount / 10 ** fractionDigits(value.currency));
  }
  return UNITS[metric] === "share" ? `${format.format(value * 100)}%` : format.format(value);
}
