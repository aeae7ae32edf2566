import { Checkbox } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { plainClick, useGo } from "../A";
import { useNarrow } from "../useNarrow";
import style from "./DataTable.module.css";
import { useWalk } from "./useWalk";

export interface Column<Row> {
  id: string;
  header: string;
  /** Pixels; the first column takes what is left. */
  width?: number;
  align?: "right";
  /** What `sort` calls it; absent when it cannot be sorted on. */
  sort?: string | undefined;
  cell: (row: Row) => ReactNode;
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowId: (row: Row) => string;
  rowHref: (row: Row) => string;
  /** Two lines for the phone. */
  compact: (row: Row) => ReactNode;
  sort?: string | undefined;
  onSort?: (sort: string) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: Set<string>) => void;
  /** More rows exist; asked for when the end comes into sight. */
  more?: boolean;
  onMore?: () => void;
  /** Shown instead of rows. */
  empty?: ReactNode;
}

const ROW = 36;
const ROW_NARROW = 60;

/** A list of records: sortable, virtual, walked with the arrow keys. */
export function DataTable<Row>(props: Props<Row>) {
  const { columns, rows, rowId, rowHref, sort, onSort, selected, onSelect, more, onMore } = props;
  const { t } = useTranslation();
  const go = useGo();
  const narrow = useNarrow();
  const scroller = useRef<HTMLDivElement>(null);
  const height = narrow ? ROW_NARROW : ROW;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    initialRect: { width: 1000, height: 800 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of layout changes every row's height
  useEffect(() => virtual.measure(), [height]);

  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (more && last >= rows.length - 20) onMore?.();
  }, [more, last, rows.length, onMore]);

  const toggle = (id: string) => {
    if (!selected || !onSelect) return;
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };

  const { current, setCurrent, onKeyDown } = useWalk({
    scroller,
    count: rows.length,
    height,
    scrollTo: (index) => virtual.scrollToIndex(index),
    onOpen: (index) => rows[index] !== undefined && go(rowHref(rows[index])),
    onMark: onSelect
      ? (index) => rows[index] !== undefined && toggle(rowId(rows[index]))
      : undefined,
  });

  const template = [
    ...(onSelect ? ["36px"] : []),
    ...columns.map((column, at) =>
      at === 0 ? `minmax(${column.width ?? 220}px, 1fr)` : `${column.width ?? 140}px`,
    ),
  ].join(" ");
  const minWidth = columns.reduce(
    (sum, column, at) => sum + (column.width ?? (at ? 140 : 220)),
    onSelect ? 36 : 0,
  );
  const all = rows.length > 0 && rows.every((row) => selected?.has(rowId(row)));

  return (
    <div ref={scroller} className={style.scroller} data-narrow={narrow || undefined}>
      <div
        role="grid"
        aria-label={props.label}
        aria-rowcount={more ? -1 : rows.length + 1}
        tabIndex={-1}
        className={style.grid}
        style={{ "--columns": template, minWidth: narrow ? undefined : minWidth } as CSSProperties}
        onKeyDown={onKeyDown}
      >
        {narrow ? null : (
          <div role="row" tabIndex={-1} className={style.head} aria-rowindex={1}>
            {onSelect ? (
              <div role="columnheader" tabIndex={-1} className={style.cell}>
                <Checkbox
                  aria-label={t("table.select_all")}
                  checked={all}
                  indeterminate={!all && (selected?.size ?? 0) > 0}
                  onChange={() => onSelect(all ? new Set() : new Set(rows.map(rowId)))}
                />
              </div>
            ) : null}
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </div>
        )}
        <div role="rowgroup" className={style.body} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const id = rowId(row);
            return (
              <Line
                key={id}
                row={row}
                href={rowHref(row)}
                columns={columns}
                compact={narrow ? props.compact : undefined}
                index={item.index}
                style={{ transform: `translateY(${item.start}px)`, height: item.size }}
                current={item.index === current}
                onFocus={() => setCurrent(item.index)}
                chosen={onSelect ? (selected?.has(id) ?? false) : undefined}
                onToggle={() => toggle(id)}
              />
            );
          })}
        </div>
      </div>
      {rows.length === 0 ? props.empty : null}
    </div>
  );
}

interface LineProps<Row> {
  row: Row;
  href: string;
  columns: Column<Row>[];
  /** On a phone: two lines instead of columns. */
  compact: ((row: Row) => ReactNode) | undefined;
  index: number;
  style: CSSProperties;
  /** The one that Tab leads to. */
  current: boolean;
  onFocus: () => void;
  /** Undefined when rows cannot be chosen. */
  chosen: boolean | undefined;
  onToggle: () => void;
}

/** One row; a press anywhere but on its links and boxes opens it. */
function Line<Row>(props: LineProps<Row>) {
  const { row, href, columns, compact, index, current, chosen } = props;
  const { t } = useTranslation();
  const go = useGo();
  return (
    <div
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={chosen}
      tabIndex={current ? 0 : -1}
      className={compact ? style.narrowRow : style.row}
      style={props.style}
      onFocus={props.onFocus}
      onClick={(event) => {
        const own = (event.target as HTMLElement).closest("a,button,label,input");
        if (event.defaultPrevented || own) return;
        if (plainClick(event)) go(href);
        else if (event.metaKey || event.ctrlKey) window.open(href, "_blank");
      }}
      onKeyDown={() => undefined}
    >
      {compact ? (
        <div role="gridcell" tabIndex={-1} className={style.compact}>
          {compact(row)}
        </div>
      ) : (
        <>
          {chosen === undefined ? null : (
            <div role="gridcell" tabIndex={-1} className={style.cell}>
              <Checkbox
                aria-label={t("table.select_row")}
                checked={chosen}
                onChange={props.onToggle}
              />
            </div>
          )}
          {columns.map((column) => (
            <div
              key={column.id}
              role="gridcell"
              tabIndex={-1}
              className={style.cell}
              data-align={column.align}
            >
              {column.cell(row)}
            </div>
          ))}
        </>
      )}
    </div>
  );
}

interface HeadProps<Row> {
  column: Column<Row>;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
}

function HeadCell<Row>({ column, sort, onSort }: HeadProps<Row>) {
  const field = column.sort;
  const up = field !== undefined && sort === field;
  const down = field !== undefined && sort === `-${field}`;
  return (
    <div
      role="columnheader"
      tabIndex={-1}
      className={style.cell}
      data-align={column.align}
      aria-sort={up ? "ascending" : down ? "descending" : undefined}
    >
      {field && onSort ? (
        <button
          type="button"
          className={style.sort}
          onClick={() => onSort(up ? `-${field}` : field)}
        >
          {column.header}
          {up ? <IconArrowUp size={12} aria-hidden /> : null}
          {down ? <IconArrowDown size={12} aria-hidden /> : null}
        </button>
      ) : (
        column.header
      )}
    </div>
  );
}
