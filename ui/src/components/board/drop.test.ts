import { describe, expect, it } from "vitest";
import { placeAt } from "./drop";

const ids = ["a", "b", "c", "d", "e"];
/** Five cards of 100 pixels, of which the middle three are on the screen. */
const standing = [
  { id: "b", middle: 150 },
  { id: "c", middle: 250 },
  { id: "d", middle: 350 },
];

describe("where a card lands", () => {
  it("is above a card when held over its upper half", () => {
    expect(placeAt(240, standing, ids)).toEqual({ after: "b", before: "c" });
  });
  it("is below a card when held over its lower half", () => {
    expect(placeAt(260, standing, ids)).toEqual({ after: "c", before: "d" });
  });
  it("is after the last card that is shown, not after those beyond the screen", () => {
    expect(placeAt(390, standing, ids)).toEqual({ after: "d", before: "e" });
  });
  it("is the end of a column that is shown whole", () => {
    expect(placeAt(999, [{ id: "a", middle: 50 }], ["a"])).toEqual({ after: "a", before: null });
  });
  it("is the whole of an empty column", () => {
    expect(placeAt(10, [], [])).toEqual({ after: null, before: null });
  });
});
