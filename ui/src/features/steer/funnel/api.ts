import { queryOptions } from "@tanstack/react-query";
import { get } from "@/api/http";
import type { Benchmark, Losses, Phases } from "@/api/types";
import type { Question } from "@/numbers/question";

/** Who stands where, of all parties; for those who see all records. */
export function phasesQuery({ period, compare_to, as_of }: Question) {
  const query = { period, compare_to, as_of };
  return queryOptions({
    queryKey: ["measure", "funnel", query],
    queryFn: ({ signal }) => get<Phases>("/measure/funnel", { signal, query }),
  });
}

/** A pipeline held against its past and its norms. */
export function benchmarkQuery({ period, as_of, filter }: Question, pipeline: string | undefined) {
  const query = { period, as_of, filter, pipeline };
  return queryOptions({
    queryKey: ["measure", "benchmark", query],
    queryFn: ({ signal }) => get<Benchmark>("/measure/benchmark", { signal, query }),
  });
}

/** What was lost, by the dimensions asked for. */
export function lossesQuery({ period, as_of, filter }: Question, by: string[]) {
  const query = { period, as_of, filter, by };
  return queryOptions({
    queryKey: ["measure", "losses", query],
    queryFn: ({ signal }) => get<Losses>("/measure/losses", { signal, query }),
  });
}
