import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useCatalogue } from "@/api/catalogue";
import type { Benchmark, Figure, HeldAgainst, Id, StageNumbers } from "@/api/types";
import { benchmarkQuery, FOLLOWING, stagesQuery } from "@/numbers/api";
import type { Question } from "@/numbers/question";
import { translated } from "./boardFilter";

/** One number above a column, with what it is held against and the question that it answers. */
export interface Headed {
  figure: Figure;
  against: HeldAgainst[];
  question: Question;
  comparedWith?: string | null | undefined;
}

export interface StageFigures {
  currency: string;
  /** By stage, then by metric. */
  stages: Map<Id, Map<string, Headed>>;
  /** Fields that the board is filtered on and the numbers are not. */
  skipped: string[];
}

/** The numbers above the columns. What goes on to the next stage takes a year to tell; the rest stands now. */
export function useStageFigures(
  pipeline: Id | undefined,
  filters: readonly string[] | undefined,
): StageFigures {
  const catalogue = useCatalogue();
  const { filter, skipped } = useMemo(
    () => translated(filters, catalogue.fields),
    [filters, catalogue.fields],
  );
  const questions = useMemo(() => {
    const slice = filter.length ? filter : undefined;
    return {
      now: { period: "this-month", filter: slice },
      year: { period: "last-12-months", compare_to: "last-year", filter: slice },
    } satisfies Record<string, Question>;
  }, [filter]);
  const enabled = pipeline !== undefined;
  const held = useQuery({ ...benchmarkQuery(questions.now, pipeline), ...FOLLOWING, enabled });
  const told = useQuery({ ...stagesQuery(questions.year, pipeline), ...FOLLOWING, enabled });
  return useMemo(
    () => ({
      currency: told.data?.currency ?? catalogue.workspace.currency,
      stages: joined(held.data, told.data, questions),
      skipped,
    }),
    [held.data, told.data, questions, skipped, catalogue.workspace.currency],
  );
}

function joined(
  held: Benchmark | undefined,
  told: StageNumbers | undefined,
  { now, year }: { now: Question; year: Question },
): StageFigures["stages"] {
  const stages: StageFigures["stages"] = new Map();
  const put = (stage: Id, headed: Headed) => {
    const known = stages.get(stage) ?? new Map<string, Headed>();
    stages.set(stage, known.set(headed.figure.metric, headed));
  };
  for (const { stage, figures } of told?.stages ?? []) {
    for (const figure of figures) {
      if (figure.metric === "stage_conversion") {
        put(stage, { figure, against: [], question: year, comparedWith: told?.compared_with });
      } else {
        // What stands now is the same whatever the period; it has no year before.
        put(stage, { figure: { ...figure, comparison: null }, against: [], question: now });
      }
    }
  }
  for (const { stage, numbers } of held?.stages ?? []) {
    for (const { figure, against } of numbers) put(stage, { figure, against, question: now });
  }
  return stages;
}
