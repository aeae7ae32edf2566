import { describe, expect, it } from "vitest";
import { type Column, dropOf } from "./drop";

const columns: Column<string>[] = [
  { id: "offer", title: "Offer", head: null, cards: ["a", "b", "c"] },
  { id: "closing", title: "Closing", head: null, cards: [] },
];
const id = (card: string) => card;

function over(target: { column: string; card?: string } | null, y = 0, source = "x") {
  return dropOf(
    {
      source: { id: source },
      target: target && { id: "t", data: target, shape: { center: { x: 0, y: 100 } } },
      position: { current: { x: 0, y } },
      shape: null,
    },
    columns,
    id,
  );
}

describe("where a card lands", () => {
  it("is above a card when held over its upper half", () => {
    expect(over({ column: "offer", card: "b" }, 90)).toEqual({
      column: "offer",
      after: "a",
      before: "b",
    });
  });
  it("is below a card when held over its lower half", () => {
    expect(over({ column: "offer", card: "b" }, 110)).toEqual({
      column: "offer",
      after: "b",
      before: "c",
    });
  });
  it("is the end when held over the column itself", () => {
    expect(over({ column: "offer" })).toEqual({ column: "offer", after: "c", before: null });
    expect(over({ column: "closing" })).toEqual({ column: "closing", after: null, before: null });
  });
  it("never counts the card itself as its own neighbour", () => {
    expect(over({ column: "offer", card: "c" }, 90, "b")).toEqual({
      column: "offer",
      after: "a",
      before: "c",
    });
  });
  it("is nowhere over itself or over nothing", () => {
    expect(over({ column: "offer", card: "a" }, 0, "a")).toBeNull();
    expect(over(null)).toBeNull();
  });
});
