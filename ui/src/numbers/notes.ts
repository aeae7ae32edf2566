import type { i18n, TFunction } from "i18next";
import type { Figure, FigureNote } from "@/api/types";
import type { Format } from "@/i18n/format";
import type { Figures } from "./figures";

/** Notes whose value is a part of one. */
const SHARES: ReadonlySet<string> = new Set(["carried_by_few", "comparable", "not_comparable"]);

/** A note in words; nothing for a note that this version of the app does not know. */
export function noteWords(
  note: FigureNote,
  figure: Pick<Figure, "unit"> | null,
  { t, i18n, format, figures }: Words,
): string {
  const key = `note.${note.code}` as const;
  const count = note.count ?? 0;
  if (!i18n.exists(`steer:${key}`, { count })) return "";
  const value =
    typeof note.value !== "number"
      ? ""
      : SHARES.has(note.code)
        ? format.percent(note.value)
        : note.code === "not_reached" && figure
          ? figures.value(note.value, figure.unit)
          : format.number(Math.round(note.value));
  return t(key, { count, value });
}

export interface Words {
  t: TFunction<"steer">;
  i18n: i18n;
  format: Format;
  figures: Figures;
}

/** All notes of a figure in words. */
export function notesOf(figure: Figure, words: Words): string[] {
  return (figure.notes ?? [])
    .filter((note) => note.code !== "too_few_to_tell" || figure.n > 0)
    .map((note) => noteWords(note, figure, words))
    .filter(Boolean);
}

/** What has to be read with the figure; the rest is for who looks closer. */
const AT_ONCE: ReadonlySet<string> = new Set([
  "too_few_to_tell",
  "carried_by_few",
  "still_maturing",
  "not_reached",
  "no_rate",
  "no_gut_feeling",
  "closings_undone",
  "target_met",
]);

/** The one note that stands on a figure's tile. */
export function firstNote(figure: Figure, words: Words): string {
  const urgent = (figure.notes ?? []).find((note) => AT_ONCE.has(note.code));
  return urgent ? noteWords(urgent, figure, words) : "";
}

/** What is to be said of a figure without a single case. */
const REASONS: ReadonlySet<string> = new Set(["no_target", "still_maturing"]);

/** Why there is no value. */
export function whyNone(figure: Figure, words: Words): string {
  if (figure.n > 0) return notesOf(figure, words)[0] ?? words.t("no_value");
  const reason = (figure.notes ?? []).find((note) => REASONS.has(note.code));
  return (reason && noteWords(reason, figure, words)) || words.t("no_cases");
}
