import type { TFunction } from "i18next";
import type { Comparison, Figure, FigureUnit, SliceValue } from "@/api/types";
import { type Format, fractionDigits } from "@/i18n/format";

/** Writes figures of one answer in the reader's notation. It never computes one. */
export interface Figures {
  /** A value in its unit; `precise` for where there is room. */
  value(value: number | null | undefined, unit: FigureUnit, precise?: boolean): string;
  /** A figure's value; how far a target is, is a part of it. */
  of(figure: Pick<Figure, "metric" | "value" | "unit">, precise?: boolean): string;
  /** The same with its sign: what a number rose or fell. */
  change(value: number, unit: FigureUnit): string;
  /** `24%–46%`, `at least 3 days`; empty without an interval. */
  interval(figure: Figure): string;
  /** `23 of 68`; empty for what is no ratio. */
  fraction(figure: Figure): string;
  /** `+12, can be chance`; empty when there is nothing to say. */
  verdict(comparison: Comparison | null | undefined, unit: FigureUnit): string;
}

export const DASH = "–";

const MINUTES: ReadonlySet<FigureUnit> = new Set(["minutes", "business_minutes"]);
const MONEY: ReadonlySet<FigureUnit> = new Set(["money", "money_per_day", "money_per_month"]);
/** Plain numbers that are read as a part of what was aimed for. */
const OF_TARGET: ReadonlySet<string> = new Set(["attainment", "pace"]);
/** From this many minutes on, whole hours say enough. */
const HOURS_ONLY = 24 * 60;

export function figuresIn(format: Format, t: TFunction<"steer">, currency: string): Figures {
  const money = (minor: number, signed: boolean) => {
    const major = minor / 10 ** fractionDigits(currency);
    const whole = Math.abs(major) >= 100 || Number.isInteger(major);
    const text = new Intl.NumberFormat(format.locale, {
      style: "currency",
      currency,
      ...(whole ? { maximumFractionDigits: 0 } : {}),
      ...(signed ? { signDisplay: "exceptZero" } : {}),
    }).format(major);
    return text.replace("-", "−");
  };
  const number = (value: number, digits: number, signed: boolean, style?: "percent") =>
    new Intl.NumberFormat(format.locale, {
      maximumFractionDigits: digits,
      ...(style ? { style } : {}),
      ...(signed ? { signDisplay: "exceptZero" } : {}),
    })
      .format(value)
      .replace("-", "−");
  const clock = (value: number, signed: boolean) => {
    const sign = value < 0 ? "−" : signed && value > 0 ? "+" : "";
    const whole = Math.round(Math.abs(value));
    const [hours, minutes] = [Math.floor(whole / 60), whole % 60];
    if (hours === 0) return `${sign}${t("unit.min", { minutes })}`;
    if (minutes === 0 || whole >= HOURS_ONLY) {
      return `${sign}${t("unit.h", { hours: number(hours, 0, false) })}`;
    }
    return `${sign}${t("unit.h_min", { hours, minutes })}`;
  };

  const write = (value: number, unit: FigureUnit, precise: boolean, signed: boolean): string => {
    if (unit === "money_per_day") return t("unit.per_day", { value: money(value, signed) });
    if (unit === "money_per_month") return t("unit.per_month", { value: money(value, signed) });
    if (MONEY.has(unit)) return money(value, signed);
    if (MINUTES.has(unit)) return clock(value, signed);
    if (unit === "share") return number(value, precise ? 1 : 0, signed, "percent");
    if (unit === "days") {
      const digits = precise || Math.abs(value) < 10 ? 1 : 0;
      return t("unit.days", { value: number(value, digits, signed) });
    }
    return number(value, unit === "count" && !signed ? 0 : 1, signed);
  };

  const value: Figures["value"] = (amount, unit, precise = false) =>
    amount === null || amount === undefined ? DASH : write(amount, unit, precise, false);
  const change: Figures["change"] = (amount, unit) =>
    unit === "share"
      ? t("unit.points", { value: number(amount * 100, 1, true) })
      : write(amount, unit, false, true);

  return {
    value,
    of: (figure, precise) =>
      value(figure.value, OF_TARGET.has(figure.metric) ? "share" : figure.unit, precise),
    change,
    interval: ({ interval, unit }) => {
      if (!interval) return "";
      const low = interval.low ?? null;
      const high = interval.high ?? null;
      if (low !== null && high !== null) {
        return t("interval.both", { low: value(low, unit), high: value(high, unit) });
      }
      if (low !== null) return t("interval.low", { low: value(low, unit) });
      return high === null ? "" : t("interval.high", { high: value(high, unit) });
    },
    fraction: ({ numerator, denominator, n }) => {
      if (typeof numerator !== "number" || typeof denominator !== "number") return "";
      // Below the line stand the cases themselves, or else their worth.
      const unit = denominator === n ? "count" : "money";
      return t("fraction", { above: value(numerator, unit), below: value(denominator, unit) });
    },
    verdict: (comparison, unit) => {
      if (!comparison) return "";
      const words = comparison.verdict === "fact" ? "" : t(`verdict.${comparison.verdict}`);
      if (typeof comparison.change !== "number") return words;
      const changed = change(comparison.change, unit);
      return words ? `${changed}, ${words}` : changed;
    },
  };
}

/** What the list behind a number says a record adds: minor units, or milliseconds. */
export function added(
  figures: Figures,
  amount: number,
  unit: FigureUnit,
  isValue: boolean,
): string {
  if (MINUTES.has(unit)) return figures.value(amount / 60_000, unit);
  if (unit === "days") return figures.value(amount / 86_400_000, unit);
  return MONEY.has(unit) || isValue ? figures.value(amount, "money") : "";
}

/** A row's value as `explain` and `filter` take it. */
export function writeValue(value: SliceValue): string {
  if (value === "none") return "none";
  if ("id" in value) return value.id;
  return "text" in value ? value.text : value.class;
}
