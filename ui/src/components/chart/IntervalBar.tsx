import style from "./IntervalBar.module.css";
import type { Scale } from "./scale";

interface Props {
  scale: Scale;
  /** What is told; a gap when there is nothing to tell. */
  value: number | null | undefined;
  /** The ends of its interval; one that is missing runs on to the edge of the drawing. */
  interval?: { low?: number | null; high?: number | null } | null | undefined;
  /** What it is held against: a line over the whole height. */
  reference?: number | null | undefined;
  /** A second value, drawn open: as it is, beside as it is judged. */
  beside?: number | null | undefined;
  /** Too little to lean on. */
  weak?: boolean;
  /** Stands out: in the colour that the others leave alone. */
  strong?: boolean;
}

/**
 * A value with its interval on a line. Only a drawing: what it says stands in words beside it, for who cannot see it
 * too.
 */
export function IntervalBar(props: Props) {
  const { scale, value, interval, reference, beside, weak = false, strong = false } = props;
  const left = (at: number) => `${100 * scale.at(at)}%`;
  const low = interval ? (interval.low ?? scale.low) : null;
  const high = interval ? (interval.high ?? scale.high) : null;
  return (
    <span
      className={style.track}
      data-weak={weak || undefined}
      data-strong={strong || undefined}
      aria-hidden="true"
    >
      {low !== null && high !== null ? (
        <span
          className={style.whisker}
          data-runs-on={high > scale.high || undefined}
          style={{ left: left(low), width: `${100 * (scale.at(high) - scale.at(low))}%` }}
        />
      ) : null}
      {typeof reference === "number" ? (
        <span className={style.reference} style={{ left: left(reference) }} />
      ) : null}
      {typeof beside === "number" && scale.isInside(beside) ? (
        <span className={style.beside} style={{ left: left(beside) }} />
      ) : null}
      {typeof value === "number" ? (
        <span
          className={style.point}
          data-outside={!scale.isInside(value) || undefined}
          style={{ left: left(value) }}
        />
      ) : null}
    </span>
  );
}
