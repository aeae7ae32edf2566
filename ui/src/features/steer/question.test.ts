import { describe, expect, it } from "vitest";
import { parseSearch, stringifySearch } from "@/app/search";
import { createFormat } from "@/i18n/format";
import { firstDay, periodName, stepsTo } from "@/numbers/periods";
import { pointsOf } from "@/numbers/TrendLine";
import { conditionsOf, filterOf, questionOf, rowsOf, type Steering, steerSearch } from "./question";
import { sortRows } from "./sort";

const figureOf = (value: number | null) => ({
  metric: "won_value",
  unit: "money" as const,
  value,
  n: 1,
  explain: { metric: "won_value" },
});

describe("the question in the URL", () => {
  it.each([
    "",
    "?period=2026-Q3&compare_to=last-year&as_of=2026-09-30",
    "?sort=-won_value&filter=owner:a,b&filter=source:none&by=team&by=product",
    "?open=won_value&row=a&row=none",
  ])("%s survives", (search) => {
    const read = steerSearch(parseSearch(search));
    expect(stringifySearch({ ...read } as Record<string, unknown>)).toBe(search);
  });

  it("is this month, against the one before, by owner, when nothing is said", () => {
    expect(questionOf({})).toEqual({ period: "this-month", compare_to: "previous" });
    expect(rowsOf({})).toEqual(["owner"]);
  });

  it("can be held against nothing, and has two levels of rows at most", () => {
    expect(questionOf({ compare_to: "none" }).compare_to).toBeUndefined();
    expect(rowsOf({ by: ["team", "owner", "source"] })).toEqual(["team", "owner"]);
  });

  it("leaves out what is no condition", () => {
    const steering: Steering = { filter: ["owner:a,b", "nonsense", "source:"] };
    expect(conditionsOf(steering.filter)).toEqual([{ dimension: "owner", values: ["a", "b"] }]);
    expect(filterOf(conditionsOf(steering.filter))).toEqual(["owner:a,b"]);
    expect(filterOf([{ dimension: "owner", values: [] }])).toBeUndefined();
  });
});

describe("the steps of a trend", () => {
  it.each([
    ["2026-11", "2025-12-01..2026-11-30", "month"],
    ["2026-02", "2025-03-01..2026-02-28", "month"],
    ["2026-Q3", "2023-10-01..2026-09-30", "quarter"],
    ["2026-H1", "2025-07-01..2026-06-30", "month"],
    ["2026", "2015-01-01..2026-12-31", "year"],
    ["2026-W01", "2025-10-13..2026-01-04", "week"],
    ["2026-03-05", "2026-02-22..2026-03-05", "day"],
    ["2026-01-01..2026-03-15", "2025-04-01..2026-03-31", "month"],
  ])("to %s are %s by %s", (period, stretch, step) => {
    expect(stepsTo(period)).toEqual({ period: stretch, step });
  });

  it("are none for what is no period", () => {
    expect(stepsTo("whenever")).toBeNull();
  });
});

it.each([
  ["2026-11", "2026-11-01"],
  ["2026-Q3", "2026-07-01"],
  ["2026-H2", "2026-07-01"],
  ["2026", "2026-01-01"],
  ["2026-W01", "2025-12-29"],
  ["2026-02-03..2026-02-09", "2026-02-03"],
])("%s begins on %s", (period, day) => {
  expect(firstDay(period)).toBe(day);
});

it("names periods in the reader's language", () => {
  const name = (period: string) => periodName(period, createFormat("nl", "Europe/Amsterdam"));
  expect(name("2026-11")).toBe("november 2026");
  expect(name("2026-Q3")).toBe("Q3 2026");
  expect(name("2026")).toBe("2026");
});

it("draws a gap where there is no value, and everything from zero", () => {
  expect(pointsOf([0, null, 10]).map((point) => point?.[1] ?? null)).toEqual([25, null, 3]);
});

describe("rows", () => {
  const row = (name: string, value: number | null) => ({
    names: [name],
    row: { figures: [figureOf(value)] },
  });
  const rows = [row("Bram", 3), row("Anna", null), row("Cas", 9), row("Dirk", 3)];
  const order = (sort?: string) => sortRows(rows, sort, "en").map(({ names }) => names[0]);

  it("stand by name unless a column is chosen", () => {
    expect(order()).toEqual(["Anna", "Bram", "Cas", "Dirk"]);
    expect(order("-name")).toEqual(["Dirk", "Cas", "Bram", "Anna"]);
  });

  it("stand by figure with those without one last, both ways", () => {
    expect(order("won_value")).toEqual(["Bram", "Dirk", "Cas", "Anna"]);
    expect(order("-won_value")).toEqual(["Cas", "Bram", "Dirk", "Anna"]);
  });
});
