import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { get } from "@/api/http";
import type { Definition, Explained } from "@/api/types";
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
