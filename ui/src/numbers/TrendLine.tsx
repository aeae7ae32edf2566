import style from "./TrendLine.module.css";

const WIDTH = 96;
const HEIGHT = 28;
const EDGE = 3;

interface Props {
  values: (number | null)[];
}

/** A small line from zero, grey, with the last step in ink; the panel has the same as a table. */
export function TrendLine({ values }: Props) {
  const points = pointsOf(values);
  const last = points.at(-1);
  if (points.filter(Boolean).length < 2) return null;
  return (
    <svg
      className={style.trend}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
    >
      {runsOf(points).map((run) => (
        <polyline key={run} points={run} className={style.line} />
      ))}
      {last ? <circle cx={last[0]} cy={last[1]} r={2.5} className={style.now} /> : null}
    </svg>
  );
}

type Point = [x: number, y: number];

/** Where each step stands on the drawing; a step without a value is a gap. */
export function pointsOf(values: (number | null)[]): (Point | null)[] {
  const known = values.filter((value) => value !== null);
  const low = Math.min(0, ...known);
  const span = Math.max(0, ...known) - low || 1;
  const step = (WIDTH - 2 * EDGE) / Math.max(1, values.length - 1);
  return values.map((value, at) =>
    value === null
      ? null
      : [
          Math.round((EDGE + at * step) * 10) / 10,
          Math.round((HEIGHT - EDGE - ((value - low) / span) * (HEIGHT - 2 * EDGE)) * 10) / 10,
        ],
  );
}

/** Neighbours that have a value, as the drawing writes them. */
function runsOf(points: (Point | null)[]): string[] {
  const runs: string[][] = [[]];
  for (const point of points) {
    if (point) runs.at(-1)?.push(point.join(","));
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 1).map((run) => run.join(" "));
}
