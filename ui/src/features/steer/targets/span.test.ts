import { describe, expect, it } from "vitest";
import { moved, spanAt, spanOf, written } from "./span";

const DAY = "2026-11-22";

it.each([
  [undefined, "2026-Q4"],
  ["this-month", "2026-11"],
  ["last-month", "2026-10"],
  ["last-quarter", "2026-Q3"],
  ["this-year", "2026"],
  ["2025-Q1", "2025-Q1"],
  ["2025-01", "2025-01"],
  ["2024", "2024"],
  // No target is set for these.
  ["last-12-months", "2026-Q4"],
  ["2026-W10", "2026-Q4"],
])("%s is the period %s", (period, expected) => {
  expect(written(spanOf(period, DAY))).toBe(expected);
});

describe("one earlier or later", () => {
  it.each([
    ["2026-01", -1, "2025-12"],
    ["2026-Q4", 1, "2027-Q1"],
    ["2026-Q1", -5, "2024-Q4"],
    ["2026", 1, "2027"],
  ])("%s and %i is %s", (from, by, to) => {
    expect(written(moved(spanOf(from, DAY), by))).toBe(to);
  });
});

it("a day is in one month, quarter and year", () => {
  expect(written(spanAt("month", "2026-03-31"))).toBe("2026-03");
  expect(written(spanAt("quarter", "2026-03-31"))).toBe("2026-Q1");
  expect(written(spanAt("quarter", "2026-04-01"))).toBe("2026-Q2");
});
