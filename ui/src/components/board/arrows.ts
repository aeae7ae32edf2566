import type { KeyboardEvent } from "react";

/** The card link that an arrow key leads to: up and down in a column, left and right to the next. */
export function arrowTarget(root: HTMLElement | null, event: KeyboardEvent): HTMLElement | null {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  const card = (event.target as HTMLElement).closest<HTMLElement>("[data-card]");
  if (!root || !card || !(event.target as HTMLElement).matches("a,[data-handle]")) return null;
  const link = (one: Element | undefined) => one?.querySelector<HTMLElement>("a[href]") ?? null;
  const column = card.closest<HTMLElement>("[data-column]");
  const cards = [...(column?.querySelectorAll("[data-card]") ?? [])];
  const at = cards.indexOf(card);
  if (event.key === "ArrowDown") return link(cards[at + 1]);
  if (event.key === "ArrowUp") return link(cards[at - 1]);
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return null;

  const columns = [...root.querySelectorAll<HTMLElement>("[data-column]")].filter(
    (one) => one === column || one.querySelector("[data-card]"),
  );
  const next =
    columns[columns.indexOf(column as HTMLElement) + (event.key === "ArrowLeft" ? -1 : 1)];
  const others = [...(next?.querySelectorAll("[data-card]") ?? [])];
  const top = card.getBoundingClientRect().top;
  return link(others.find((one) => one.getBoundingClientRect().top >= top - 8) ?? others.at(-1));
}
