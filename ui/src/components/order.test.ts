import { describe, expect, it } from "vitest";
import { moved, placeAt } from "./order";

describe("moving an item in a list", () => {
  it("puts it where it was asked to be, the others in their order", () => {
    expect(moved(["a", "b", "c", "d"], 0, 2)).toEqual(["b", "c", "a", "d"]);
    expect(moved(["a", "b", "c", "d"], 3, 0)).toEqual(["d", "a", "b", "c"]);
    expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
  });

  it("lands after the rows whose middle lies above the pointer", () => {
    const rows = [0, 40, 80, 120].map((top) => ({ top, height: 40 }));
    expect(placeAt(rows, 0, 10)).toBe(0);
    expect(placeAt(rows, 0, 65)).toBe(1);
    expect(placeAt(rows, 3, 30)).toBe(1);
    expect(placeAt(rows, 3, -50)).toBe(0);
    expect(placeAt(rows, 0, 900)).toBe(3);
  });
});
