import { IconGripVertical } from "@tabler/icons-react";
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import style from "./OrderedList.module.css";
import { moved, placeAt } from "./order";

interface Props<Item> {
  label: string;
  items: Item[];
  id: (item: Item) => string;
  name: (item: Item) => string;
  /** The ids in their new order; the list shows that order until this settles. */
  onOrder: (ids: string[]) => Promise<void>;
  /** Without it the handles are gone: the order is only read. */
  movable: boolean;
  children: (item: Item, handle: ReactNode) => ReactNode;
}

/** A short list whose order matters: drag by the handle, or the arrow keys on it. */
export function OrderedList<Item>(props: Props<Item>) {
  const { label, id, name, onOrder, movable, children } = props;
  const { t } = useTranslation();
  const list = useRef<HTMLOListElement>(null);
  const [wanted, setWanted] = useState<string[] | null>(null);
  const [held, setHeld] = useState<{ id: string; to: number } | null>(null);
  const [said, setSaid] = useState("");
  // Moving an element in the document takes the focus away; whoever moves by keyboard stays on it.
  const refocus = useRef<string | null>(null);
  useEffect(() => {
    if (!refocus.current) return;
    list.current?.querySelector<HTMLElement>(`[data-handle="${refocus.current}"]`)?.focus();
    refocus.current = null;
  });

  const items = wanted
    ? props.items.toSorted((a, b) => wanted.indexOf(id(a)) - wanted.indexOf(id(b)))
    : props.items;
  const ids = items.map(id);

  const put = (one: string, to: number) => {
    const from = ids.indexOf(one);
    if (from < 0 || to === from || to < 0 || to >= ids.length) return;
    const next = moved(ids, from, to);
    setWanted(next);
    const item = items[from];
    if (item) setSaid(t("order.moved", { name: name(item), place: to + 1, count: ids.length }));
    const settle = () => setWanted((now) => (now === next ? null : now));
    onOrder(next).then(settle, settle);
  };

  const onKeyDown = (event: KeyboardEvent, one: string) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    refocus.current = one;
    put(one, ids.indexOf(one) + step);
  };

  const follow = (event: PointerEvent, one: string) => {
    const rows = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect());
    setHeld({ id: one, to: placeAt(rows, ids.indexOf(one), event.clientY) });
  };

  const handle = (item: Item) => {
    const one = id(item);
    if (!movable) return null;
    return (
      <button
        type="button"
        className={style.handle}
        data-handle={one}
        aria-label={t("order.move", { name: name(item) })}
        title={t("order.hint")}
        onKeyDown={(event) => onKeyDown(event, one)}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setHeld({ id: one, to: ids.indexOf(one) });
        }}
        onPointerMove={(event) => {
          if (held?.id === one) follow(event, one);
        }}
        onPointerUp={() => {
          if (held?.id === one) put(one, held.to);
          setHeld(null);
        }}
        onPointerCancel={() => setHeld(null)}
      >
        <IconGripVertical size={16} stroke={1.5} aria-hidden />
      </button>
    );
  };

  const from = held ? ids.indexOf(held.id) : -1;
  return (
    <>
      <ol ref={list} className={style.list} aria-label={label}>
        {items.map((item, at) => (
          <li
            key={id(item)}
            data-held={held?.id === id(item) || undefined}
            data-drop={
              held && held.to === at && at !== from ? (at < from ? "before" : "after") : undefined
            }
          >
            {children(item, handle(item))}
          </li>
        ))}
      </ol>
      <div role="status" aria-live="polite" className="visually-hidden">
        {said}
      </div>
    </>
  );
}
