import type { TFunction } from "i18next";
import type { Format } from "@/i18n/format";
import { type Counts, ENTITIES, type Entity, type Report } from "./types";

const NOTHING: Counts = {
  rows: 0,
  created: 0,
  changed: 0,
  unchanged: 0,
  skipped: 0,
  refused: 0,
  undated: 0,
};

/** The kinds of record in a report, in the order of the page, each with what became of its rows. */
export function countsOf(report: Report): [Entity, Counts][] {
  return ENTITIES.flatMap((entity): [Entity, Counts][] => {
    const counts = report.counts[entity];
    return counts ? [[entity, counts]] : [];
  });
}

/** All kinds of record together. */
export function totalOf(report: Report): Counts {
  const sum = { ...NOTHING };
  for (const [, counts] of countsOf(report)) {
    for (const name of Object.keys(NOTHING) as (keyof Counts)[]) sum[name] += counts[name];
  }
  return sum;
}

/** In one line: 1,204 new, 3 refused. */
export function outcomeOf(report: Report, t: TFunction<"import">, format: Format): string {
  const total = totalOf(report);
  const parts = (["created", "changed", "unchanged", "refused"] as const)
    .filter((name) => total[name] > 0)
    .map((name) => t(`outcome.${name}`, { number: format.number(total[name]) }));
  return parts.join(", ") || t("outcome.nothing");
}

/** Bytes as people read them. */
export function sizeOf(bytes: number, format: Format): string {
  const units = ["kB", "MB", "GB"];
  let size = bytes / 1000;
  let at = 0;
  while (size >= 1000 && at < units.length - 1) {
    size /= 1000;
    at += 1;
  }
  return `${format.number(size >= 10 ? Math.round(size) : Math.max(0.1, Math.round(size * 10) / 10))} ${units[at]}`;
}
