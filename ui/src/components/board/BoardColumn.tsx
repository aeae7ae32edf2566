import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import style from "./Board.module.css";
import { BoardCard } from "./BoardCard";
import type { Column, Drop } from "./drop";

interface Props<Card> {
  column: Column<Card>;
  columns: Column<Card>[];
  drop: Drop | null;
  dragged: string | null;
  cardId: (card: Card) => string;
  cardTitle: (card: Card) => string;
  renderCard: (card: Card, tools: ReactNode) => ReactNode;
  onMove: (card: Card, drop: Drop) => void;
  fixed: string | null;
}

export function BoardColumn<Card>(props: Props<Card>) {
  const { column, columns, drop, dragged, cardId, cardTitle, renderCard, onMove, fixed } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const held = column.cards.findIndex((card) => cardId(card) === dragged);
  const virtual = useVirtualizer({
    count: column.cards.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => cardId(column.cards[index] as Card),
    estimateSize: () => 84,
    overscan: 6,
    gap: 8,
    paddingStart: 8,
    paddingEnd: 8,
    initialRect: { width: 280, height: 800 },
    // The card in the hand must not be unmounted when its column scrolls away under it.
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      return held >= 0 && !indexes.includes(held)
        ? [...indexes, held].sort((a, b) => a - b)
        : indexes;
    },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  const { more, onMore } = column;
  useEffect(() => {
    if (more && last >= column.cards.length - 8) onMore?.();
  }, [more, last, column.cards.length, onMore]);

  const line = () => {
    if (!drop) return null;
    const before = items.find((item) => item.key === drop.before);
    const after = items.find((item) => item.key === drop.after);
    const top = before ? before.start - 5 : after ? after.end + 3 : 4;
    return <div className={style.line} style={{ transform: `translateY(${top}px)` }} />;
  };

  return (
    <section
      className={style.column}
      data-column={column.id}
      data-over={drop ? true : undefined}
      aria-label={column.title}
    >
      <header className={style.head}>{column.head}</header>
      <div ref={scroller} className={style.cards}>
        <ul className={style.list} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const card = column.cards[item.index];
            if (card === undefined) return null;
            return (
              <li
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className={style.place}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <BoardCard
                  id={cardId(card)}
                  title={cardTitle(card)}
                  column={column}
                  columns={columns}
                  held={dragged === cardId(card)}
                  fixed={fixed}
                  onMove={(target) =>
                    onMove(card, {
                      column: target,
                      after: null,
                      before: firstOf(columns, target, cardId),
                    })
                  }
                >
                  {(tools) => renderCard(card, tools)}
                </BoardCard>
              </li>
            );
          })}
        </ul>
        {line()}
        {column.cards.length === 0 && column.empty ? (
          <p className={style.empty}>{column.empty}</p>
        ) : null}
      </div>
    </section>
  );
}

function firstOf<Card>(
  columns: Column<Card>[],
  id: string,
  cardId: (card: Card) => string,
): string | null {
  const first = columns.find((column) => column.id === id)?.cards[0];
  return first === undefined ? null : cardId(first);
}
