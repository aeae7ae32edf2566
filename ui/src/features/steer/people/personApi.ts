import { queryOptions } from "@tanstack/react-query";
import { get } from "@/api/http";
import type { Counted, Explained, Numbers, Refs } from "@/api/types";
import type { Handle, Question } from "@/numbers/question";

/** The figures of one question, without rows. */
export function figuresQuery(question: Question, metric: readonly string[]) {
  return queryOptions({
    queryKey: ["measure", "dashboard", question, metric, []],
    enabled: metric.length > 0,
    queryFn: ({ signal }) =>
      get<Numbers>("/measure/dashboard", { signal, query: { ...question, metric: [...metric] } }),
  });
}

/** All records behind a number, with what they are called: to find the most telling ones among them. */
export function behindQuery(question: Question, handle: Handle) {
  return queryOptions({
    queryKey: ["measure", "behind", question, handle],
    queryFn: async ({ signal }) => {
      const records: Counted[] = [];
      const refs: Refs = {};
      let skip: number | null | undefined = 0;
      while (typeof skip === "number") {
        const page: Explained = await get<Explained>("/measure/explain", {
          signal,
          query: { ...question, ...handle, skip },
        });
        records.push(...page.records);
        Object.assign(refs, page.refs);
        skip = page.next;
      }
      return { records, refs };
    },
  });
}

/** The same question about one person's records. */
export function about(question: Question, owner: string): Question {
  const rest = (question.filter ?? []).filter((one) => !one.startsWith("owner:"));
  return { ...question, compare_to: undefined, filter: [...rest, `owner:${owner}`] };
}
