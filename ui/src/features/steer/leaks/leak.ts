import type { TFunction } from "i18next";
import type { Catalogue, Figure, Leak, LeakNumbers } from "@/api/types";
import { writeValue } from "@/numbers/figures";
import { type Dimension, nameOfValue } from "../dimensions";

/** A leak with what it is called. */
export interface NamedLeak {
  leak: Leak;
  /** Its own among all leaks of an answer. */
  key: string;
  stage: string;
  /** `Product: Batteries`. */
  group: string;
}

/** Gives leaks their names in the reader's language. */
export function namer(catalogue: Catalogue, dimensions: Dimension[], t: TFunction<"steer">) {
  const stages = new Map(
    catalogue.pipelines.flatMap((pipeline) =>
      pipeline.stages.map(({ id, name }) => [id, name] as const),
    ),
  );
  return (leak: Leak): NamedLeak => {
    const dimension = dimensions.find((one) => one.id === leak.dimension);
    return {
      leak,
      key: [leak.stage, leak.dimension, writeValue(leak.value)].join("/"),
      stage: stages.get(leak.stage) ?? "…",
      group: t("filter.words", {
        dimension: dimension?.label ?? leak.dimension,
        values: nameOfValue(dimension, leak.value, t),
      }),
    };
  };
}

/** All leaks of an answer, those under another one included. */
export function allLeaks(numbers: LeakNumbers): Leak[] {
  const found = numbers.found.flatMap(({ leak, also }) => [leak, ...also]);
  return [...found, ...numbers.may_be_chance];
}

/** What the URL says of a leak's number that is open. */
export function opened(figure: Figure): { open: string; part?: string; row: string[] } {
  const { metric, part, row } = figure.explain;
  return { open: metric, ...(part ? { part } : {}), row: (row ?? []).map(writeValue) };
}

/** The leak and its figure that the URL names. */
export function findOpened(
  numbers: LeakNumbers,
  { open, part, row }: { open?: string; part?: string; row?: string[] },
): { leak: Leak; figure: Figure } | undefined {
  const asked = (row ?? []).join();
  for (const leak of allLeaks(numbers)) {
    for (const figure of [leak.rate, leak.rest, leak.difference, leak.recoverable]) {
      const { explain } = figure;
      if (explain.metric !== open || (explain.part ?? undefined) !== part) continue;
      if ((explain.row ?? []).map(writeValue).join() === asked) return { leak, figure };
    }
  }
  return undefined;
}

/** From here on, chance is too rare to count it in times. */
const RAREST = 10_000;

/** In how many times chance alone makes such a difference once, in round figures; `rare` beyond ten thousand. */
export function oddsOf(p: number): { times: number; rare: boolean } {
  if (p * RAREST < 1) return { times: RAREST, rare: true };
  const times = 1 / p;
  const power = 10 ** Math.max(0, Math.floor(Math.log10(times)) - 1);
  return { times: Math.max(1, Math.round(times / power) * power), rare: false };
}
