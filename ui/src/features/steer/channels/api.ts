import { queryOptions } from "@tanstack/react-query";
import { get } from "@/api/http";
import type { Channels } from "@/api/types";
import type { Question } from "@/numbers/question";

/** What channels cost and bring: sources, or campaigns; for those who see all records. */
export function channelsQuery({ period, as_of, filter }: Question, kind: "source" | "campaign") {
  const query = { period, as_of, filter, by: [kind] };
  return queryOptions({
    queryKey: ["measure", "channels", query],
    queryFn: ({ signal }) => get<Channels>("/measure/channels", { signal, query }),
  });
}
