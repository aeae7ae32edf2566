import { describe, expect, it } from "vitest";
import { type Place, step } from "./steps";

const card = (top: number) => ({ left: 10, right: 90, top, bottom: top + 80 });
const places: Place[] = [
  { left: 0, right: 100, top: 0, bottom: 500, cards: [card(50), card(150), card(250)] },
  { left: 110, right: 210, top: 0, bottom: 500, cards: [card(50)] },
  { left: 220, right: 320, top: 40, bottom: 500, cards: [] },
];

describe("an arrow key", () => {
  it("goes to the middle of the next column, not lower than its last card", () => {
    expect(step({ x: 50, y: 300 }, "right", places)).toEqual({ x: 160, y: 132 });
  });
  it("reaches an empty column", () => {
    expect(step({ x: 160, y: 90 }, "right", places)).toEqual({ x: 270, y: 42 });
  });
  it("goes nowhere beyond the edges", () => {
    expect(step({ x: 50, y: 90 }, "left", places)).toBeNull();
    expect(step({ x: 270, y: 90 }, "right", places)).toBeNull();
  });
  it("passes one card at a time", () => {
    expect(step({ x: 50, y: 200 }, "up", places)).toEqual({ x: 50, y: 152 });
    expect(step({ x: 50, y: 152 }, "up", places)).toEqual({ x: 50, y: 52 });
    expect(step({ x: 50, y: 200 }, "down", places)).toEqual({ x: 50, y: 252 });
    expect(step({ x: 50, y: 252 }, "down", places)).toEqual({ x: 50, y: 332 });
    expect(step({ x: 50, y: 332 }, "down", places)).toBeNull();
  });
});
