import { describe, expect, test } from "vitest";
import { oddsOf } from "./leak";

describe("how rare chance is", () => {
  test("is counted in round times", () => {
    expect(oddsOf(0.0124)).toEqual({ times: 81, rare: false });
    expect(oddsOf(0.001707)).toEqual({ times: 590, rare: false });
    expect(oddsOf(0.5)).toEqual({ times: 2, rare: false });
    expect(oddsOf(1)).toEqual({ times: 1, rare: false });
  });

  test("stops at ten thousand", () => {
    expect(oddsOf(6.1e-7)).toEqual({ times: 10_000, rare: true });
    expect(oddsOf(0)).toEqual({ times: 10_000, rare: true });
    expect(oddsOf(0.0001)).toEqual({ times: 10_000, rare: false });
  });
});
