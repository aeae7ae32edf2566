import {
  Accessibility,
  AutoScroller,
  Cursor,
  Feedback,
  PointerSensor,
  PreventSelection,
} from "@dnd-kit/dom";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ColumnSensor } from "./ColumnSensor";

/** What the drag library is made of here: how a drag begins, what it shows and says. */
export function useParts() {
  const { t } = useTranslation();
  const plugins = useMemo(
    () => [
      AutoScroller,
      Cursor,
      Feedback.configure({ dropAnimation: null }),
      PreventSelection,
      Accessibility.configure({
        screenReaderInstructions: { draggable: t("board.instructions") },
        // What happens is said in the region below, in the reader's language.
        announcements: { dragstart: () => undefined, dragend: () => undefined },
      }),
    ],
    [t],
  );
  const sensors = useMemo(
    () => [
      PointerSensor.configure({
        // Links inside a card may start a drag too; only its buttons may not.
        preventActivation: (event) =>
          event.target instanceof Element &&
          event.target.closest("button,input,[role=menu]") !== null,
        activatorElements: (source) => [source.element, source.handle],
      }),
      ColumnSensor,
    ],
    [],
  );
  return { plugins, sensors };
}
