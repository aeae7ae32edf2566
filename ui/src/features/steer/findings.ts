import type { Figure } from "@/api/types";

/** A figure with what it is of. */
export interface Named {
  name: string;
  figure: Figure | undefined;
}

/** The one that is lower, or higher, than every other beyond its interval; nothing when none stands
 * out so clearly, or when one of them has no interval to tell by. */
export function standsOut(all: readonly Named[], side: "low" | "high"): Named | undefined {
  const known = all.filter(({ figure }) => typeof figure?.value === "number");
  if (known.length < 2) return undefined;
  return known.find((one) =>
    known.every((other) => {
      if (other === one) return true;
      const [below, above] = side === "low" ? [one, other] : [other, one];
      const high = below.figure?.interval?.high ?? null;
      const low = above.figure?.interval?.low ?? null;
      return high !== null && low !== null && high < low;
    }),
  );
}

/** The largest by its value, when it is the only one that large. */
export function largest<N extends Named>(all: readonly N[]): N | undefined {
  const value = ({ figure }: Named) => figure?.value ?? 0;
  const top = all.reduce<N | undefined>(
    (best, one) => (best === undefined || value(one) > value(best) ? one : best),
    undefined,
  );
  if (!top || value(top) <= 0) return undefined;
  return all.filter((one) => value(one) === value(top)).length === 1 ? top : undefined;
}
