import type { Id } from "@/api/types";
import { moved } from "@/components/order";
import type { Edit } from "./edits";
import type { Pipeline, Stage } from "./setUp";

// Changes of one stage, so that two people can work on two stages of one pipeline.

const at = (pipeline: Pipeline, id: Id) => pipeline.stages.find((stage) => stage.id === id);

/** One stage gets these values; the others stay as they are by then. */
export function changeStage(id: Id, patch: Partial<Stage>): Edit<Pipeline> {
  const names = Object.keys(patch) as (keyof Stage)[];
  return {
    patch: ({ stages }) => ({
      stages: stages.map((stage) => (stage.id === id ? { ...stage, ...patch } : stage)),
    }),
    touches: (pipeline) => names.map((name) => at(pipeline, id)?.[name]),
  };
}

/** Its id is empty: the server gives it one. */
export function addStage(name: string): Edit<Pipeline> {
  const stage = {
    id: "",
    name,
    expected_days: null,
    win_chance: null,
    horizon_days: null,
    norm: null,
    actions: [],
    results: [],
  };
  return {
    patch: ({ stages }) => ({ stages: [...stages, stage] }),
    touches: () => null,
  };
}

export function removeStage(id: Id): Edit<Pipeline> {
  return {
    patch: ({ stages }) => ({ stages: stages.filter((stage) => stage.id !== id) }),
    touches: (pipeline) => at(pipeline, id),
  };
}

/** Puts a stage back where it stood. */
export function putBackStage(stage: Stage, place: number): Edit<Pipeline> {
  return {
    patch: ({ stages }) => ({
      stages: moved([...stages, stage], stages.length, Math.min(place, stages.length)),
    }),
    touches: () => null,
  };
}

/** Stages that came meanwhile stand at the end. */
export function orderStages(ids: Id[]): Edit<Pipeline> {
  const place = ({ id }: Stage) => (ids.includes(id) ? ids.indexOf(id) : ids.length);
  return {
    patch: ({ stages }) => ({ stages: stages.toSorted((a, b) => place(a) - place(b)) }),
    touches: () => null,
  };
}

/** A stage to be made anew: the server gives it and its results ids of their own. */
export function withoutIds(stage: Stage): Stage {
  return { ...stage, id: "", results: stage.results.map((result) => ({ ...result, id: "" })) };
}
