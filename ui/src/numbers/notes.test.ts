import i18next, { type TFunction } from "i18next";
import { expect, it } from "vitest";
import type { Figure, FigureNote } from "@/api/types";
import { createFormat } from "@/i18n/format";
import { figuresIn } from "./figures";
import { firstNote, notesOf, whyNone } from "./notes";

const format = createFormat("en-GB", "Europe/Brussels");
const words = () => {
  const t = i18next.getFixedT(null, "steer") as unknown as TFunction<"steer">;
  return { t, i18n: i18next, format, figures: figuresIn(format, t, "EUR") };
};
const figure = (n: number, ...notes: FigureNote[]): Figure => ({
  metric: "days_to_won_median",
  unit: "days",
  value: null,
  n,
  notes,
  explain: { metric: "days_to_won_median" },
});

it("writes notes in words, one and several apart, and leaves out those it does not know", () => {
  const notes = notesOf(
    figure(
      9,
      { code: "no_value", count: 1 },
      { code: "no_value", count: 3 },
      { code: "carried_by_few", value: 0.38, record: "x" },
      { code: "not_reached", value: 12 },
      { code: "from_the_future", count: 2 },
    ),
    words(),
  );
  expect(notes).toEqual([
    "One deal has no value: it counts, but adds nothing.",
    "3 deals have no value: they count, but add nothing.",
    "Carried by few deals: one of them is 38% of it.",
    "More than 12 days: too many are still waiting to say how much.",
  ]);
});

it("puts on the tile only what has to be read with the figure", () => {
  const aside = { code: "typed_in", count: 4 };
  expect(firstNote(figure(9, aside), words())).toBe("");
  expect(firstNote(figure(3, aside, { code: "too_few_to_tell", count: 3 }), words())).toBe(
    "Too few to tell: there are only 3.",
  );
});

it("says why there is no value", () => {
  expect(whyNone(figure(0, { code: "too_few_to_tell", count: 0 }), words())).toBe(
    "Nothing to count in this period.",
  );
  expect(whyNone(figure(3, { code: "too_few_to_tell", count: 3 }), words())).toBe(
    "Too few to tell: there are only 3.",
  );
  expect(whyNone(figure(3), words())).toBe("There is no value to show.");
});
