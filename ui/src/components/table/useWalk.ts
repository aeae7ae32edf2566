import { type KeyboardEvent, type RefObject, useState } from "react";

interface Walk {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  /** Of one row, to know how far a page is. */
  height: number;
  scrollTo: (index: number) => void;
  onOpen: (index: number) => void;
  onMark: ((index: number) => void) | undefined;
}

/** Walking rows with the arrow keys (or j and k), opening with Enter, choosing with space. */
export function useWalk({ scroller, count, height, scrollTo, onOpen, onMark }: Walk) {
  const [current, setCurrent] = useState(0);

  const focusRow = (index: number) => {
    const next = Math.max(0, Math.min(count - 1, index));
    setCurrent(next);
    scrollTo(next);
    // A row that was out of sight is drawn first.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus(),
    );
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target as HTMLElement).hasAttribute("data-index")) return;
    const page = Math.floor((scroller.current?.clientHeight ?? 400) / height) - 1;
    const moves: Record<string, number> = {
      ArrowDown: current + 1,
      j: current + 1,
      ArrowUp: current - 1,
      k: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: count - 1,
    };
    const move = moves[event.key];
    if (move !== undefined && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      focusRow(move);
    } else if (event.key === "Enter") {
      onOpen(current);
    } else if (event.key === " " && onMark) {
      event.preventDefault();
      onMark(current);
    }
  };

  return { current, setCurrent, onKeyDown };
}
