import type { Changes, Figure } from "@/api/types";

/** A bar of the waterfall: from where to where it runs. */
export interface Fall {
  figure: Figure;
  /** What stands at a moment, or what happened between the two. */
  kind: "stands" | "up" | "down";
  from: number;
  to: number;
}

/** The bars in their order, each beginning where the one before it ends; what did not happen is left out. */
export function falls({ then, steps, now }: Pick<Changes, "then" | "steps" | "now">): Fall[] {
  const value = (figure: Figure) => figure.value ?? 0;
  let at = value(then);
  const between = steps.filter(happened).map((figure): Fall => {
    const from = at;
    at += value(figure);
    return { figure, kind: at < from ? "down" : "up", from, to: at };
  });
  return [
    { figure: then, kind: "stands", from: 0, to: value(then) },
    ...between,
    { figure: now, kind: "stands", from: 0, to: value(now) },
  ];
}

/** Whether a step touched any deal: growing and shrinking can cancel out, and did happen. */
export function happened(figure: Figure): boolean {
  return figure.n > 0;
}

/** The step that took or gave most. */
export function largestStep(steps: readonly Figure[]): Figure | undefined {
  return steps
    .filter(happened)
    .reduce<Figure | undefined>(
      (best, one) => (Math.abs(one.value ?? 0) > Math.abs(best?.value ?? 0) ? one : best),
      undefined,
    );
}
