import { useMemo } from "react";
import { useCatalogue } from "@/api/catalogue";
import type { Figure, StageNumber, StageNumbers } from "@/api/types";
import type { Question } from "@/numbers/question";

/** A stage with its figures by metric, and the rest of what is known of it. */
export interface NamedStage {
  id: string;
  name: string;
  figures: Map<string, Figure>;
  row: StageNumber;
}

/** The stages of an answer with what they are called. */
export function useNamedStages(numbers: StageNumbers): NamedStage[] {
  const { pipelines } = useCatalogue();
  return useMemo(() => {
    const all = pipelines.flatMap(({ stages }) => stages);
    const names = new Map(all.map(({ id, name }) => [id, name] as const));
    return numbers.stages.map((row) => ({
      id: row.stage,
      name: names.get(row.stage) ?? "…",
      figures: new Map(row.figures.map((figure) => [figure.metric, figure] as const)),
      row,
    }));
  }, [pipelines, numbers]);
}

/** The same question about the deals of one pipeline. */
export function ofPipeline(question: Question, pipeline: string): Question {
  return { ...question, filter: [...(question.filter ?? []), `pipeline:${pipeline}`] };
}
