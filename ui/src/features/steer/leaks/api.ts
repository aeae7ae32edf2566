import { queryOptions } from "@tanstack/react-query";
import { get } from "@/api/http";
import type { LeakNumbers } from "@/api/types";

/** Where it leaks as of a date. Of the question only the date counts: all groups are tested, whatever is shown. */
export function leaksQuery(asOf: string | undefined) {
  return queryOptions({
    queryKey: ["measure", "leaks", asOf],
    queryFn: ({ signal }) => get<LeakNumbers>("/measure/leaks", { signal, query: { as_of: asOf } }),
  });
}
