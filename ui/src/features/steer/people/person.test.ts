import { describe, expect, test } from "vitest";
import type { Figure } from "@/api/types";
import { apart, isWeak } from "./person";

const figure = (fields: Partial<Figure>): Figure => ({
  metric: "response_median",
  unit: "business_minutes",
  value: 100,
  n: 50,
  explain: { metric: "response_median" },
  ...fields,
});

describe("a figure that rests on too little", () => {
  test("says so itself, or is a share of fewer than five", () => {
    expect(isWeak(figure({ notes: [{ code: "too_few_to_tell", count: 3 }] }))).toBe(true);
    expect(isWeak(figure({ unit: "share", numerator: 2, denominator: 2, n: 2 }))).toBe(true);
    expect(isWeak(figure({ unit: "share", numerator: 2, denominator: 5, n: 5 }))).toBe(false);
    expect(isWeak(figure({ unit: "count", n: 2 }))).toBe(false);
  });
});

describe("told apart from the team", () => {
  test("is who has an interval that leaves the team's value out", () => {
    const slow = figure({ interval: { low: 710, high: 1158 } });
    expect(apart(slow, 132)).toBe("above");
    expect(apart(slow, 2000)).toBe("below");
    expect(apart(slow, 800)).toBeNull();
  });

  test("is nobody without an interval, without a team, or with too few", () => {
    expect(apart(figure({}), 132)).toBeNull();
    expect(apart(figure({ interval: { low: 710, high: 1158 } }), null)).toBeNull();
    const few = figure({ interval: { low: 7, high: 9 }, notes: [{ code: "too_few_to_tell" }] });
    expect(apart(few, 1)).toBeNull();
  });
});
