/** One of the seven numbers, with the figures that are read beside it. */
export interface Section {
  number: string;
  /** The first is the number itself. */
  metrics: string[];
}

/** The seven in their order, each with what is read at once; the rest is a page of its own or a press away. */
export const SEVEN: Section[] = [
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
  { number: "sales", metrics: ["won_value", "won_count", "won_size_mean", "days_to_won_median"] },
];

/** The sections with only the figures that there are; what has lost its number is led by the next. */
export function sectionsOf(known: (metric: string) => boolean): Section[] {
  return SEVEN.map(({ number, metrics }) => ({ number, metrics: metrics.filter(known) })).filter(
    ({ metrics }) => metrics.length > 0,
  );
}
