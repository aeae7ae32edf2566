import { describe, expect, test } from "vitest";
import { scaleOf, scaleTo, ticksOf } from "./scale";

describe("the scale of a drawing", () => {
  test("runs from zero to a round value above the largest", () => {
    expect(scaleTo([0.117, 0.042, null]).high).toBe(0.15);
    expect(scaleTo([0.5]).high).toBe(0.6);
    expect(scaleTo([962, 132]).high).toBe(1000);
  });

  test("has round ticks, its ends included", () => {
    expect(ticksOf(scaleTo([0.117]))).toEqual([0, 0.05, 0.1, 0.15]);
    expect(ticksOf(scaleOf(0, 1))).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  test("has ticks that are round in hours for minutes", () => {
    expect(ticksOf(scaleTo([1158], 60)).map((minutes) => minutes / 60)).toEqual([0, 5, 10, 15, 20]);
  });

  test("is one long when there is nothing to draw", () => {
    expect(scaleTo([null, undefined])).toMatchObject({ low: 0, high: 1 });
    expect(scaleTo([0]).at(0)).toBe(0);
  });

  test("ends what lies outside at its edge, and says that it is outside", () => {
    const scale = scaleOf(0, 0.2);
    expect([scale.at(-1), scale.at(0.05), scale.at(3)]).toEqual([0, 0.25, 1]);
    expect([scale.isInside(0.2), scale.isInside(0.21)]).toEqual([true, false]);
  });
});
