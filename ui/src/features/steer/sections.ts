import type { Numbers } from "@/api/types";

/** One of the seven numbers, with the figures that are read beside it. */
export interface Section {
  number: string;
  /** The first is the number itself. */
  metrics: string[];
}

/** The seven in their order, each with what is read at once; the rest is a page of its own or a press away. */
const SEVEN: Section[] = [
  { number: "leads", metrics: ["leads_created", "leads_handled", "lead_workload"] },
  {
    number: "response_time",
    metrics: ["response_median", "response_in_time", "response_unanswered"],
  },
  { number: "follow_ups", metrics: ["follow_ups", "follow_ups_per_lead", "appointments"] },
  { number: "conversion", metrics: ["cohort_conversion", "win_rate", "win_rate_by_value"] },
  { number: "target_attainment", metrics: ["attainment", "target_remaining", "pace"] },
  {
    number: "open_pipeline",
    metrics: ["open_value", "open_count", "weighted_stage", "weighted_gut", "coverage"],
  },
  { number: "sales", metrics: ["won_value", "won_count", "new_customers", "won_value_new"] },
];

/** The sections with only the figures that the answer has; all of them while it is on its way. */
export function sectionsOf(numbers: Pick<Numbers, "totals"> | undefined): Section[] {
  if (!numbers) return SEVEN;
  const known = new Set(numbers.totals.map((figure) => figure.metric));
  return SEVEN.map(({ number, metrics }) => ({
    number,
    metrics: metrics.filter((metric) => known.has(metric)),
  })).filter(({ metrics }) => metrics.length > 0);
}
