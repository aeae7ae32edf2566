import { expect, it } from "vitest";
import { createFormat } from "@/i18n/format";
import type { Report } from "./types";
import { countsOf, sizeOf, totalOf } from "./words";

const counts = {
  rows: 5,
  created: 3,
  changed: 1,
  unchanged: 0,
  skipped: 0,
  refused: 1,
  undated: 0,
};
const report: Report = {
  counts: { deal: counts, company: { ...counts, refused: 0 } },
  entries: {},
  remarks: {},
  notes: [],
};

it("tells kinds of record in the order of the page, and together", () => {
  expect(countsOf(report).map(([entity]) => entity)).toEqual(["company", "deal"]);
  expect(totalOf(report)).toEqual({ ...counts, rows: 10, created: 6, changed: 2, refused: 1 });
});

it("tells sizes as people read them", () => {
  const format = createFormat("en", "UTC");
  expect(sizeOf(12, format)).toBe("0.1 kB");
  expect(sizeOf(1_540, format)).toBe("1.5 kB");
  expect(sizeOf(48_000_000, format)).toBe("48 MB");
});
