export type Direction = "up" | "down" | "left" | "right";

interface Point {
  x: number;
  y: number;
}

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A column on the screen with the cards in it, from top to bottom; not the one in the hand. */
export interface Place extends Box {
  cards: Box[];
}

/** Where one press of an arrow key carries a card: to the next column, or past the next card. */
export function step(from: Point, direction: Direction, places: Place[]): Point | null {
  const at = places.findIndex((place) => from.x >= place.left && from.x <= place.right);
  const here = places[at];
  if (direction === "left" || direction === "right") {
    const next = places[at + (direction === "left" ? -1 : 1)];
    if (!next) return null;
    const lowest = next.cards.at(-1)?.bottom ?? next.top;
    return { x: (next.left + next.right) / 2, y: Math.min(from.y, lowest + 2) };
  }
  if (!here) return null;
  // The gaps between cards: just inside each card's upper edge, and under the last one.
  const gaps = [
    ...here.cards.map((card) => card.top + 2),
    (here.cards.at(-1)?.bottom ?? here.top) + 2,
  ];
  const next =
    direction === "up"
      ? gaps.findLast((gap) => gap < from.y - 4)
      : gaps.find((gap) => gap > from.y + 4);
  return next === undefined ? null : { x: from.x, y: next };
}
