import {
  Accessibility,
  AutoScroller,
  Cursor,
  Feedback,
  KeyboardSensor,
  PointerSensor,
  PreventSelection,
} from "@dnd-kit/dom";
import {
  DragDropProvider,
  type DragEndEvent,
  type DragOverEvent,
  DragOverlay,
  type DragStartEvent,
} from "@dnd-kit/react";
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNarrow } from "../useNarrow";
import { arrowTarget } from "./arrows";
import style from "./Board.module.css";
import { BoardColumn } from "./BoardColumn";
import { type Column, type Drop, dropOf } from "./drop";
import { injectThroughSheets } from "./injectThroughSheets";

injectThroughSheets();

const COLUMN = 280;
const GAP = 8;

interface Props<Card> {
  label: string;
  columns: Column<Card>[];
  cardId: (card: Card) => string;
  cardTitle: (card: Card) => string;
  renderCard: (card: Card, tools: ReactNode) => ReactNode;
  onMove: (card: Card, drop: Drop) => void;
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
  const find = (id: string | null) =>
    columns.flatMap((column) => column.cards).find((card) => cardId(card) === id);

  // The announcements are read when the board is made; a change of language makes a new one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: t changes with the language only
  const plugins = useMemo(() => {
    const name = (id: unknown) => {
      const card = find(String(id));
      return card ? cardTitle(card) : "";
    };
    return [
      AutoScroller,
      Cursor,
      Feedback.configure({ dropAnimation: null }),
      PreventSelection,
      Accessibility.configure({
        screenReaderInstructions: { draggable: t("board.instructions") },
        announcements: {
          dragstart: ({ operation }: DragStartEvent) =>
            operation.source ? t("board.lifted", { card: name(operation.source.id) }) : undefined,
          dragover: ({ operation }: DragOverEvent) => {
            const column = columns.find((one) => one.id === operation.target?.data.column);
            return column ? t("board.over", { column: column.title }) : undefined;
          },
          dragend: ({ operation, canceled }: DragEndEvent) =>
            canceled || !operation.target
              ? t("board.cancelled")
              : t("board.dropped", { card: name(operation.source?.id) }),
        },
      }),
    ];
  }, [i18n.language]);
  const sensors = useMemo(
    () => [
      PointerSensor.configure({
        // Links inside a card may start a drag too; only its buttons may not.
        preventActivation: (event) =>
          event.target instanceof Element &&
          event.target.closest("button,input,[role=menu]") !== null,
        activatorElements: (source) => [source.element, source.handle],
      }),
      KeyboardSensor.configure({ offset: { x: COLUMN + GAP, y: 72 } }),
    ],
    [],
  );

  const onKeyDown = (event: KeyboardEvent) => {
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
      onDragStart={({ operation }) => setDragged(String(operation.source?.id))}
      onDragMove={({ operation }) => setDrop(dropOf(operation, columns, cardId))}
      onDragOver={({ operation }) => setDrop(dropOf(operation, columns, cardId))}
      onDragEnd={({ operation, canceled }) => {
        const target = canceled ? null : dropOf(operation, columns, cardId);
        const card = find(String(operation.source?.id));
        setDragged(null);
        setDrop(null);
        if (card && target) onMove(card, target);
      }}
    >
      <section ref={root} aria-label={props.label} className={style.board} onKeyDown={onKeyDown}>
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
          />
        ))}
      </section>
      <DragOverlay dropAnimation={null}>
        {(source) => {
          const card = find(String(source.id));
          return card ? <div className={style.lifted}>{renderCard(card, null)}</div> : null;
        }}
      </DragOverlay>
    </DragDropProvider>
  );
}
