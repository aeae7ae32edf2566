import { DragDropProvider, DragOverlay } from "@dnd-kit/react";
import {
  type KeyboardEvent as ReactKeyboardEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { useNarrow } from "../useNarrow";
import { arrowTarget } from "./arrows";
import style from "./Board.module.css";
import { BoardColumn } from "./BoardColumn";
import { type Column, type Drop, dropAt, isUnmoved, sameDrop } from "./drop";
import { injectThroughSheets } from "./injectThroughSheets";
import { useParts } from "./useParts";

injectThroughSheets();

interface Props<Card> {
  label: string;
  columns: Column<Card>[];
  cardId: (card: Card) => string;
  cardTitle: (card: Card) => string;
  renderCard: (card: Card, tools: ReactNode) => ReactNode;
  onMove: (card: Card, drop: Drop) => void;
  /** Why cards cannot be moved here; null when they can. */
  fixed?: string | null;
  /** The phone shows one column; the tabs above it belong to the page. */
  only?: string | undefined;
}

/**
 * Columns of cards that can be moved by mouse, touch and keyboard, and through a menu on every card.
 * Nothing moves until it is dropped: a line shows where it will land.
 */
export function Board<Card>(props: Props<Card>) {
  const { columns, cardId, cardTitle, renderCard, onMove, only } = props;
  const { t, i18n } = useTranslation();
  const narrow = useNarrow();
  const root = useRef<HTMLElement>(null);
  const [drop, setDrop] = useState<Drop | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const shown = narrow && only ? columns.filter((column) => column.id === only) : columns;
  const [said, setSaid] = useState("");
  // A card that changes column is drawn anew; whoever moved it by keyboard stays on it.
  const refocus = useRef<string | null>(null);
  useEffect(() => {
    if (!refocus.current) return;
    const card = `[data-card="${refocus.current}"] [data-handle]`;
    refocus.current = null;
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(card)?.focus());
  });
  const find = (id: string | null) =>
    columns.flatMap((column) => column.cards).find((card) => cardId(card) === id);
  const nameOf = (id: string) => {
    const card = find(id);
    return card ? cardTitle(card) : "";
  };
  const follow = (id: unknown, point: { x: number; y: number }) => {
    const next = dropAt(root.current, point, String(id), columns, cardId);
    if (sameDrop(next, drop)) return;
    setDrop(next);
    const column = columns.find((one) => one.id === next?.column);
    if (column && column.id !== drop?.column) setSaid(t("board.over", { column: column.title }));
  };
  const { plugins, sensors } = useParts();

  const onKeyDown = (event: ReactKeyboardEvent) => {
    if (dragged) return;
    const next = arrowTarget(root.current, event);
    if (next) {
      event.preventDefault();
      next.focus();
    }
  };

  return (
    <DragDropProvider
      key={i18n.language}
      plugins={plugins}
      sensors={sensors}
      onDragStart={({ operation }) => {
        const id = String(operation.source?.id);
        setDragged(id);
        setSaid(t("board.lifted", { card: nameOf(id) }));
      }}
      onDragMove={({ operation, to, by }) => {
        // The event comes before the move is made.
        const { x, y } = operation.position.current;
        follow(operation.source?.id, to ?? { x: x + (by?.x ?? 0), y: y + (by?.y ?? 0) });
      }}
      onDragEnd={({ operation, canceled }) => {
        const id = String(operation.source?.id);
        const point = operation.position.current;
        const target = canceled ? null : dropAt(root.current, point, id, columns, cardId);
        const card = find(id);
        setDragged(null);
        setDrop(null);
        setSaid(t(target ? "board.dropped" : "board.cancelled", { card: nameOf(id) }));
        if (operation.activatorEvent instanceof KeyboardEvent) refocus.current = id;
        if (card && target && !isUnmoved(target, id, columns, cardId)) onMove(card, target);
      }}
    >
      <section
        ref={root}
        data-board
        aria-label={props.label}
        className={style.board}
        onKeyDown={onKeyDown}
      >
        {shown.map((column) => (
          <BoardColumn
            key={column.id}
            column={column}
            columns={columns}
            drop={drop?.column === column.id ? drop : null}
            dragged={dragged}
            cardId={cardId}
            cardTitle={cardTitle}
            renderCard={renderCard}
            onMove={onMove}
            fixed={props.fixed ?? null}
          />
        ))}
      </section>
      <div role="status" aria-live="polite" className="visually-hidden">
        {said}
      </div>
      <DragOverlay dropAnimation={null}>
        {(source) => {
          const card = find(String(source.id));
          return card ? <div className={style.lifted}>{renderCard(card, null)}</div> : null;
        }}
      </DragOverlay>
    </DragDropProvider>
  );
}
