import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "@/api/http";
import type { Benchmark, Definition, Explained, StageNumbers } from "@/api/types";
import type { Handle, Question } from "./question";

/** What every number means; it changes with the program only. */
export const definitionsQuery = queryOptions({
  queryKey: ["measure", "definitions"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }) =>
    (await get<{ items: Definition[] }>("/measure/definitions", { signal })).items,
});

/** One line of a trend: values in the order of time, with what each step is called. */
export interface Trend {
  labels: string[];
  values: (number | null)[];
}

/** The records behind one number, page by page. */
export function explainQuery(question: Question, handle: Handle) {
  return infiniteQueryOptions({
    queryKey: ["measure", "explain", question, handle],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      get<Explained>("/measure/explain", {
        signal,
        query: { ...question, ...handle, skip: pageParam },
      }),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** A pipeline stage by stage; the first one unless it is named. */
export function stagesQuery(question: Question, pipeline: string | undefined) {
  return queryOptions({
    queryKey: ["measure", "stages", question, pipeline],
    queryFn: ({ signal }) =>
      get<StageNumbers>("/measure/stages", { signal, query: { ...question, pipeline } }),
  });
}

/** The four numbers of a pipeline and of each stage, held against what is usual and against the norms. */
export function benchmarkQuery(question: Question, pipeline: string | undefined) {
  return queryOptions({
    queryKey: ["measure", "benchmark", question, pipeline],
    queryFn: ({ signal }) =>
      get<Benchmark>("/measure/benchmark", { signal, query: { ...question, pipeline } }),
  });
}

/** For a page that follows along: asks again a moment after something happened that may have changed its figures. */
export const FOLLOWING = {
  refetchInterval: ({ state }: { state: { isInvalidated: boolean } }) =>
    state.isInvalidated ? 1_000 : (false as const),
};
