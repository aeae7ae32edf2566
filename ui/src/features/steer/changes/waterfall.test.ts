import { describe, expect, test } from "vitest";
import type { Figure } from "@/api/types";
import { falls, largestStep } from "./waterfall";

const figure = (metric: string, value: number, n = 1): Figure => ({
  metric,
  unit: "money",
  value,
  n,
  explain: { metric },
});

const then = figure("change_open_then", 100);
const now = figure("open_value", 70);
const steps = [
  figure("change_new", 40),
  figure("change_reopened", 0, 0),
  figure("change_lost", -80),
  figure("change_grown", 10),
];

describe("the waterfall", () => {
  test("each bar begins where the one before it ends, and the last ends at what stands now", () => {
    const bars = falls({ then, steps, now });
    expect(bars.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ["stands", 0, 100],
      ["up", 100, 140],
      ["down", 140, 60],
      ["up", 60, 70],
      ["stands", 0, 70],
    ]);
    expect(bars.at(-2)?.to).toBe(bars.at(-1)?.to);
  });

  test("a step that touched no deal has no bar", () => {
    const metrics = falls({ then, steps, now }).map(({ figure }) => figure.metric);
    expect(metrics).not.toContain("change_reopened");
  });

  test("the largest step is so by what it moved, whichever way", () => {
    expect(largestStep(steps)?.metric).toBe("change_lost");
    expect(largestStep([figure("change_new", 0, 0)])).toBeUndefined();
  });
});
