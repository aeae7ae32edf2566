import { many, one } from "@/app/search";
import type { Question } from "@/numbers/question";

/** What the page asks, under the API's own names, and what is open on it; all of it in the URL. */
export interface Steering {
  period?: string;
  compare_to?: string;
  as_of?: string;
  known_at?: string;
  filter?: string[];
  by?: string[];
  sort?: string;
  /** The number that is open, and of which row. */
  open?: string;
  row?: string[];
  /** The same for a number per stage: which stage, and of which pipeline the page shows them. */
  part?: string;
  pipeline?: string;
  /** On a person's page: the day it is held against. */
  since?: string;
}

/** The periods that are one press away. */
export const PERIODS = [
  "this-month",
  "last-month",
  "this-quarter",
  "last-quarter",
  "this-year",
  "last-12-months",
] as const;
export const USUAL_PERIOD = "this-month";

export const REFERENCES = ["previous", "last-year", "trailing-12-months"] as const;
export const USUAL_REFERENCE = "previous";
/** In the URL: held against nothing. */
export const NO_REFERENCE = "none";

/** In the URL: no rows. */
export const USUAL_ROWS = ["owner"];

export function steerSearch(search: Record<string, unknown>): Steering {
  const kept: Steering = {};
  for (const key of [
    "period",
    "compare_to",
    "as_of",
    "known_at",
    "sort",
    "open",
    "part",
    "pipeline",
    "since",
  ] as const) {
    const value = one(search[key]);
    if (value) kept[key] = value;
  }
  for (const key of ["filter", "by", "row"] as const) {
    const values = many(search[key]).filter(Boolean);
    if (values.length) kept[key] = values;
  }
  return kept;
}

export function questionOf(steering: Steering): Question {
  const reference = steering.compare_to ?? USUAL_REFERENCE;
  return {
    period: steering.period ?? USUAL_PERIOD,
    compare_to: reference === NO_REFERENCE ? undefined : reference,
    as_of: steering.as_of,
    ...(steering.known_at ? { known_at: steering.known_at } : {}),
    filter: steering.filter,
  };
}

export function rowsOf(steering: Steering): string[] {
  return (steering.by ?? USUAL_ROWS).slice(0, 2);
}

/** One `dimension:value,value` taken apart. */
export interface Condition {
  dimension: string;
  values: string[];
}

export function conditionsOf(filter: readonly string[] | undefined): Condition[] {
  return (filter ?? []).flatMap((text) => {
    const at = text.indexOf(":");
    const values = text
      .slice(at + 1)
      .split(",")
      .filter(Boolean);
    return at > 0 && values.length ? [{ dimension: text.slice(0, at), values }] : [];
  });
}

export function filterOf(conditions: readonly Condition[]): string[] | undefined {
  const filter = conditions
    .filter(({ values }) => values.length)
    .map(({ dimension, values }) => `${dimension}:${values.join(",")}`);
  return filter.length ? filter : undefined;
}

/** The same question on another page; what is open stays behind. */
export function carried({
  period,
  compare_to,
  as_of,
  known_at,
  filter,
}: Steering): Record<string, unknown> {
  return { period, compare_to, as_of, known_at, filter };
}
