import { KeyboardSensor } from "@dnd-kit/dom";
import { type Direction, type Place, step } from "./steps";

/** Carries a card by whole columns and cards; the library's own sensor goes by pixels. */
export class ColumnSensor extends KeyboardSensor {
  protected override handleMove(direction: Direction, event: KeyboardEvent): void {
    const { position, source } = this.manager.dragOperation;
    const board = source?.element?.closest("[data-board]");
    if (!board) return;
    const columns = [...board.querySelectorAll("[data-column]")];
    const places = columns.map((column): Place => {
      const { left, right, top, bottom } = column.getBoundingClientRect();
      const cards = [...column.querySelectorAll<HTMLElement>("[data-card]")]
        .filter((card) => card.dataset.card !== String(source?.id))
        .map((card) => card.getBoundingClientRect())
        .sort((a, b) => a.top - b.top);
      return { left, right, top, bottom, cards };
    });
    const to = step(position.current, direction, places);
    if (!to) return;
    event.preventDefault();
    this.manager.actions.move({ event, to });
  }
}
