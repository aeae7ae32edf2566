import { queryOptions } from "@tanstack/react-query";
import { get } from "@/api/http";
import type { PeopleNumbers, TargetNumbers } from "@/api/types";
import type { Question } from "@/numbers/question";
import type { Steering } from "../question";

/** Leads need time to become customers: people are looked at over a year unless something else is asked. */
export const USUAL_PEOPLE_PERIOD = "last-12-months";

/** What the people pages ask: held against each other, not against an earlier time. */
export function peopleQuestion({ period, as_of, filter }: Steering): Question {
  return { period: period ?? USUAL_PEOPLE_PERIOD, as_of, filter };
}

/** One row per seller; for those who see all records. */
export function peopleQuery(question: Question) {
  return queryOptions({
    queryKey: ["measure", "people", question],
    retry: false,
    queryFn: ({ signal }) =>
      get<PeopleNumbers>("/measure/people", { signal, query: { ...question } }),
  });
}

/** Targets of exactly this period, and how far they are. */
export function targetsQuery({ period, as_of }: Question) {
  return queryOptions({
    queryKey: ["measure", "targets", period, as_of],
    queryFn: ({ signal }) =>
      get<TargetNumbers>("/measure/targets", { signal, query: { period, as_of } }),
  });
}
