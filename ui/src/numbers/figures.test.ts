import i18next, { type TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import type { Comparison, Figure } from "@/api/types";
import { createFormat } from "@/i18n/format";
import { added, figuresIn, writeValue } from "./figures";

const format = createFormat("en-GB", "Europe/Brussels");
const t = i18next.getFixedT.bind(i18next);
const figures = () => figuresIn(format, t(null, "steer") as TFunction<"steer">, "EUR");

const figure = (of: Partial<Figure>): Figure => ({
  metric: "won_value",
  unit: "count",
  value: 1,
  n: 1,
  explain: { metric: "won_value" },
  ...of,
});
const compared = (of: Partial<Comparison>): Comparison => ({
  value: 1,
  n: 1,
  change: 12,
  p: null,
  verdict: "can_be_chance",
  more_needed: null,
  ...of,
});

describe("a figure in its unit", () => {
  it.each([
    [1234, "count", "1,234"],
    [4_553_236, "money", "€45,532"],
    [1_250, "money", "€12.50"],
    [0.2272, "share", "23%"],
    [133.04, "days", "133 days"],
    [3.21, "days", "3.2 days"],
    [103, "business_minutes", "1 h 43 min"],
    [45, "minutes", "45 min"],
    [3_000, "business_minutes", "50 h"],
    [3.24, "ratio", "3.2"],
    [250_000, "money_per_day", "€2,500 a day"],
    [null, "money", "–"],
  ] as const)("%s %s is %s", (value, unit, words) => {
    expect(figures().value(value, unit)).toBe(words);
  });

  it("has a decimal more where there is room", () => {
    expect(figures().value(0.2272, "share", true)).toBe("22.7%");
  });
});

describe("a change", () => {
  it.each([
    [12, "count", "+12"],
    [-6_689_904, "money", "−€66,899"],
    [0.0475, "share", "+4.8 points"],
    [-43, "business_minutes", "−43 min"],
    [0, "count", "0"],
  ] as const)("of %s %s is %s", (value, unit, words) => {
    expect(figures().change(value, unit)).toBe(words);
  });

  it("comes with its verdict in words", () => {
    expect(figures().verdict(compared({}), "count")).toBe("+12, can be chance");
    expect(figures().verdict(compared({ verdict: "lower", change: -3 }), "count")).toBe(
      "−3, lower",
    );
    expect(figures().verdict(compared({ verdict: "fact" }), "count")).toBe("+12");
    expect(figures().verdict(compared({ change: null, verdict: "too_few_to_tell" }), "count")).toBe(
      "too few to tell",
    );
    expect(figures().verdict(undefined, "count")).toBe("");
  });
});

describe("an interval", () => {
  it.each([
    [{ low: 0.24, high: 0.46 }, "24% to 46%"],
    [{ low: 0.24, high: null }, "at least 24%"],
    [{ low: null, high: 0.46 }, "at most 46%"],
    [{ low: null, high: null }, ""],
    [undefined, ""],
  ])("%o is %s", (interval, words) => {
    expect(figures().interval(figure({ unit: "share", interval }))).toBe(words);
  });
});

describe("a ratio filled in", () => {
  it("counts cases, or weighs them by their value", () => {
    const share = { unit: "share" as const, n: 68, numerator: 23 };
    expect(figures().fraction(figure({ ...share, denominator: 68 }))).toBe("23 of 68");
    expect(
      figures().fraction(figure({ ...share, numerator: 4_553_200, denominator: 37_399_100 })),
    ).toBe("€45,532 of €373,991");
    expect(figures().fraction(figure({}))).toBe("");
  });
});

it("says what a record adds in the unit of the number", () => {
  expect(added(figures(), 3_728_281, "business_minutes", false)).toBe("1 h 2 min");
  expect(added(figures(), 19_164_080_767, "days", false)).toBe("222 days");
  expect(added(figures(), 100_000, "money", false)).toBe("€1,000");
  expect(added(figures(), 100_000, "share", true)).toBe("€1,000");
});

it("writes values as questions take them", () => {
  expect(
    ["none" as const, { id: "a" }, { text: "Bouw" }, { class: "new" }].map(writeValue),
  ).toEqual(["none", "a", "Bouw", "new"]);
});
