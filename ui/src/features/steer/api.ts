import { queryOptions } from "@tanstack/react-query";
import { get } from "@/api/http";
import type { Findings, NumberSeries, Numbers, TargetNumbers } from "@/api/types";
import type { Trend } from "@/numbers/api";
import type { Steps } from "@/numbers/periods";
import type { Question } from "@/numbers/question";

/** These figures, or with none named the seven numbers with all that belongs to them; by row when `by` names rows. */
export function numbersQuery(question: Question, metric: string[], by: string[]) {
  return queryOptions({
    queryKey: ["measure", "dashboard", question, metric, by],
    queryFn: ({ signal }) =>
      get<Numbers>("/measure/dashboard", { signal, query: { ...question, metric, by } }),
  });
}

/** What happened in each of the steps, and what stood at its end, by metric. */
export function trendQuery(question: Question, metric: string[], steps: Steps | null) {
  return queryOptions({
    queryKey: [
      "measure",
      "series",
      question.as_of,
      question.known_at,
      question.filter,
      metric,
      steps,
    ],
    enabled: metric.length > 0 && steps !== null,
    queryFn: async ({ signal }) => {
      const { points } = await get<NumberSeries>("/measure/series", {
        signal,
        query: {
          ...steps,
          as_of: question.as_of,
          known_at: question.known_at,
          filter: question.filter,
          metric,
        },
      });
      return trends(metric, points);
    },
  });
}

/** What the changes against the reference say. */
export function findingsQuery(question: Question) {
  return queryOptions({
    queryKey: ["measure", "findings", question],
    enabled: question.compare_to !== undefined,
    queryFn: ({ signal }) => get<Findings>("/measure/findings", { signal, query: { ...question } }),
  });
}

/** The targets that are set for exactly the period, and how far each is. */
export function targetsQuery(question: Question) {
  return queryOptions({
    queryKey: ["measure", "targets", question],
    queryFn: ({ signal }) =>
      get<TargetNumbers>("/measure/targets", { signal, query: { ...question } }),
  });
}

function trends(
  metrics: string[],
  points: { period: string; totals: NumberSeries["points"][number]["totals"] }[],
): Record<string, Trend> {
  const labels = points.map((point) => point.period);
  const line = (at: number) => points.map(({ totals }) => totals[at]?.value ?? null);
  return Object.fromEntries(
    metrics.map((metric, at) => [metric, { labels, values: line(at) }] as const),
  );
}
