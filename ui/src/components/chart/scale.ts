/** Where values stand on a drawing, as a share of its width; what lies outside ends at the edge. */
export interface Scale {
  low: number;
  high: number;
  /** How far its ticks are apart. */
  step: number;
  /** 0 at the low end, 1 at the high end. */
  at(value: number): number;
  isInside(value: number): boolean;
}

/** `per`: what ticks are round in, as 60 for minutes that are read as hours. */
export function scaleOf(low: number, high: number, per = 1): Scale {
  const span = high - low || 1;
  return {
    low,
    high,
    step: stepFor((high - low) / per) * per,
    at: (value) => Math.min(1, Math.max(0, (value - low) / span)),
    isInside: (value) => value >= low && value <= high,
  };
}

/** From zero to the first round step at or above the largest of these. */
export function scaleTo(values: readonly (number | null | undefined)[], per = 1): Scale {
  const largest = Math.max(0, ...values.filter((value) => typeof value === "number"));
  const step = stepFor(largest / per) * per;
  const steps = Math.max(1, Math.ceil(largest / step - 1e-9));
  return { ...scaleOf(0, Number((steps * step).toPrecision(12))), step };
}

/** Round values along a scale, its ends included: 1, 2, 2.5 or 5 times a power of ten apart. */
export function ticksOf({ low, high, step }: Scale): number[] {
  const count = Math.floor((high - low) / step + 1e-9);
  // Multiplied, not added: 0.1 three times added is no 0.3.
  return Array.from({ length: count + 1 }, (_, at) => Number((low + at * step).toPrecision(12)));
}

/** The round step that gives about four of them up to here. */
function stepFor(span: number): number {
  if (span <= 0) return 1;
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const times = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough - 1e-12) ?? 10;
  return Number((times * power).toPrecision(12));
}
