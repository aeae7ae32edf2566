import { queryOptions } from "@tanstack/react-query";
import { get } from "@/api/http";
import type { Changes } from "@/api/types";
import type { Question } from "@/numbers/question";

/** What changed in the open pipeline between the beginning of the period and its end. */
export function changesQuery({ period, as_of, filter }: Question) {
  const query = { period, as_of, filter };
  return queryOptions({
    queryKey: ["measure", "changes", query],
    queryFn: ({ signal }) => get<Changes>("/measure/changes", { signal, query }),
  });
}
