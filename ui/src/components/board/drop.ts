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

/** A card as it stands on the screen. */
export interface Standing {
  id: string;
  /** Height of its middle. */
  middle: number;
}

/** Above the first card whose middle lies lower, else at the end of the column. */
export function placeAt(y: number, standing: Standing[], ids: string[]): Omit<Drop, "column"> {
  const below = standing.find((card) => card.middle > y);
  const last = standing.at(-1);
  // Cards beyond the screen are not in the page; the end of what is shown is then not the end.
  const at = below ? ids.indexOf(below.id) : last ? ids.indexOf(last.id) + 1 : ids.length;
  return { after: ids[at - 1] ?? null, before: ids[at] ?? null };
}

/** The column under a point, and the place in it; null outside of all columns. */
export function dropAt<Card>(
  root: HTMLElement | null,
  point: { x: number; y: number },
  source: string,
  columns: Column<Card>[],
  cardId: (card: Card) => string,
): Drop | null {
  const elements = [...(root?.querySelectorAll<HTMLElement>("[data-column]") ?? [])];
  const element = elements.find((one) => {
    const box = one.getBoundingClientRect();
    return (
      point.x >= box.left && point.x <= box.right && point.y >= box.top && point.y <= box.bottom
    );
  });
  const column = columns.find((one) => one.id === element?.dataset.column);
  if (!element || !column) return null;
  const standing = [...element.querySelectorAll<HTMLElement>("[data-card]")]
    .map((card) => {
      const box = card.getBoundingClientRect();
      return { id: card.dataset.card ?? "", middle: box.top + box.height / 2 };
    })
    .filter((card) => card.id !== source)
    .sort((a, b) => a.middle - b.middle);
  const ids = column.cards.map(cardId).filter((id) => id !== source);
  return { column: column.id, ...placeAt(point.y, standing, ids) };
}

export function sameDrop(a: Drop | null, b: Drop | null): boolean {
  return a?.column === b?.column && a?.after === b?.after && a?.before === b?.before;
}

/** Put down where it stood: nothing to tell the server. */
export function isUnmoved<Card>(
  target: Drop,
  id: string,
  columns: Column<Card>[],
  cardId: (card: Card) => string,
): boolean {
  const ids = columns.find((column) => column.id === target.column)?.cards.map(cardId) ?? [];
  const at = ids.indexOf(id);
  return (
    at >= 0 && (ids[at - 1] ?? null) === target.after && (ids[at + 1] ?? null) === target.before
  );
}
