import type { TFunction } from "i18next";
import type { FigureUnit, HeldAgainst } from "@/api/types";
import type { Words } from "./notes";

/** The one thing that a figure is held against where there is room for one: what was agreed, else what is usual. */
export function foremost(against: readonly HeldAgainst[]): HeldAgainst | undefined {
  const of = (yardstick: HeldAgainst["yardstick"]) =>
    against.find((one) => one.yardstick === yardstick && one.comparison.value !== null);
  return of("norm") ?? of("trailing12_months") ?? of("last_year");
}

/** Whether the difference is more than chance: up, down, or not told. */
export function direction(held: HeldAgainst | undefined): "higher" | "lower" | undefined {
  const verdict = held?.comparison.verdict;
  return verdict === "higher" || verdict === "lower" ? verdict : undefined;
}

/** How many more are needed to stand where the yardstick stands; nothing when there are enough. */
export function needed(held: HeldAgainst | undefined): number | undefined {
  return held?.comparison.more_needed || undefined;
}

/** `12 months: 9.5 (n = 11); +0.5, can be chance`. */
export function againstWords(held: HeldAgainst, unit: FigureUnit, words: Words): string {
  const { figures, format } = words;
  const t: TFunction<"steer"> = words.t;
  const { comparison } = held;
  const of = t(`against.${held.yardstick}`, { value: figures.value(comparison.value, unit, true) });
  const n = comparison.n > 0 ? ` (${t("tile.n", { n: format.number(comparison.n) })})` : "";
  const more = needed(held);
  return [
    `${of}${n}`,
    figures.verdict(comparison, unit),
    more ? t("tile.more_needed", { needed: format.number(more) }) : "",
  ]
    .filter(Boolean)
    .join("; ");
}
