import { useEffect, useState } from "react";
import type { Figure, Numbers } from "@/api/types";
import type { Trend } from "@/numbers/api";
import { NumberPanel } from "@/numbers/NumberPanel";
import type { Question } from "@/numbers/question";
import { useDefinitions } from "@/numbers/useNumbers";
import { useSteering } from "./useSteer";

interface Props {
  question: Question;
  numbers: Pick<Numbers, "currency" | "compared_with">;
  /** What the row in the URL is a row of. */
  by?: string[] | undefined;
  /** Which row, stage or phase it is of. */
  subject?: string | undefined;
  /** As the page shows it; without it, the panel takes it from the records' answer. */
  figure?: Figure | undefined;
  trend?: Trend | undefined;
}

/** The number that the URL says is open; nothing when none is. */
export function Opened(props: Props) {
  const { steering } = useSteering();
  const definitions = useDefinitions();
  const { open } = steering;
  return open && definitions.known ? <Panel {...props} metric={open} /> : null;
}

/** Whatever was pressed to open the panel has the focus again when it closes. */
function Panel({
  metric,
  question,
  numbers,
  by,
  subject,
  figure,
  trend,
}: Props & { metric: string }) {
  const { steering, set } = useSteering();
  const definitions = useDefinitions();
  const [pressed] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (pressed instanceof HTMLElement && pressed.isConnected) pressed.focus();
    },
    [pressed],
  );
  const { part, row } = steering;
  return (
    <NumberPanel
      handle={{ metric, part, ...(row && by ? { by: by.slice(0, row.length), row } : {}) }}
      subject={subject}
      question={question}
      numbers={numbers}
      figure={figure}
      trend={trend}
      definitions={definitions}
      onClose={() => set({ open: undefined, part: undefined, row: undefined })}
    />
  );
}

/** Opens the number of a figure: it knows itself where its records are. */
export function useOpen(): (figure: Figure, row?: string[]) => void {
  const { set } = useSteering();
  return (figure, row) =>
    set({ open: figure.metric, part: figure.explain.part ?? undefined, row }, true);
}
