import { describe, expect, test } from "vitest";
import type { Figure } from "@/api/types";
import { largest, standsOut } from "./findings";

const share = (value: number, interval?: [number, number]): Figure => ({
  metric: "stage_conversion",
  unit: "share",
  value,
  n: 50,
  ...(interval ? { interval: { low: interval[0], high: interval[1] } } : {}),
  explain: { metric: "stage_conversion" },
});

describe("a finding", () => {
  test("is claimed only where the intervals do not touch", () => {
    const apart = [
      { name: "A", figure: share(0.3, [0.2, 0.4]) },
      { name: "B", figure: share(0.7, [0.6, 0.8]) },
    ];
    expect(standsOut(apart, "low")?.name).toBe("A");
    expect(standsOut(apart, "high")?.name).toBe("B");
    const touching = [apart[0], { name: "B", figure: share(0.5, [0.35, 0.65]) }].flatMap((one) =>
      one ? [one] : [],
    );
    expect(standsOut(touching, "low")).toBeUndefined();
  });

  test("is not claimed past a figure that has no interval", () => {
    const all = [
      { name: "A", figure: share(0.3, [0.2, 0.4]) },
      { name: "B", figure: share(0.7, [0.6, 0.8]) },
      { name: "C", figure: share(0.1) },
    ];
    expect(standsOut(all, "low")).toBeUndefined();
  });

  test("the largest is the only one that large", () => {
    const named = (name: string, value: number) => ({ name, figure: share(value) });
    expect(largest([named("A", 3), named("B", 5)])?.name).toBe("B");
    expect(largest([named("A", 5), named("B", 5)])).toBeUndefined();
    expect(largest([named("A", 0), named("B", 0)])).toBeUndefined();
  });
});
