import style from "./Axis.module.css";
import { type Scale, ticksOf } from "./scale";

interface Props {
  scale: Scale;
  /** How a value is written, unit included. */
  write: (value: number) => string;
}

/** The values along the bottom of a drawing; words for what is drawn stand with the drawing itself. */
export function Axis({ scale, write }: Props) {
  return (
    <span className={style.axis} aria-hidden="true">
      {ticksOf(scale).map((tick) => (
        <span key={tick} className={style.tick} style={{ left: `${100 * scale.at(tick)}%` }}>
          {write(tick)}
        </span>
      ))}
    </span>
  );
}
