import type { ReactNode } from "react";

export interface Column<Card> {
  id: string;
  title: string;
  head: ReactNode;
  cards: Card[];
  /** More cards exist than were read. */
  more?: boolean;
  onMore?: () => void;
  empty?: string;
}

/** Where a card would land: between two neighbours of a column. */
export interface Drop {
  column: string;
  after: string | null;
  before: string | null;
}

interface Operation {
  source: { id: string | number } | null;
  target: {
    id: string | number;
    data: Record<string, unknown>;
    shape?: { center: { x: number; y: number } } | undefined;
  } | null;
  position: { current: { x: number; y: number } };
  shape: { current: { center: { x: number; y: number } } } | null;
}

/** The place under the pointer: above or below the card's middle, or the end of the column. */
export function dropOf<Card>(
  operation: Operation,
  columns: Column<Card>[],
  cardId: (card: Card) => string,
): Drop | null {
  const { source, target } = operation;
  if (!source || !target) return null;
  const column = columns.find((one) => one.id === target.data.column);
  if (!column) return null;
  const ids = column.cards.map(cardId).filter((id) => id !== String(source.id));
  const over = target.data.card as string | undefined;
  if (over === String(source.id)) return null;
  let at = over === undefined ? ids.length : ids.indexOf(over);
  if (over !== undefined && target.shape) {
    if (operation.position.current.y > target.shape.center.y) at += 1;
  }
  return { column: column.id, after: ids[at - 1] ?? null, before: ids[at] ?? null };
}
