import { useTranslation } from "react-i18next";
import type { StageNumber } from "@/api/types";
import type { Words } from "@/numbers/notes";
import style from "./Stays.module.css";

type Point = StageNumber["curve"][number];

const [WIDTH, HEIGHT] = [120, 36];

/** The share still in the stage, day by day, with its band; level until the next step. */
export function StayCurve({
  points,
  name,
  words,
}: {
  points: Point[];
  name: string;
  words: Words;
}) {
  const { t } = useTranslation("funnel");
  const last = points.at(-1);
  if (!last) return <span className={style.curve} />;
  const longest = Math.max(1, last.day);
  const x = (day: number) => (WIDTH * day) / longest;
  const y = (share: number) => 1 + (HEIGHT - 2) * (1 - share);
  const steps = (of: (point: Point) => number) => {
    let path = `M0 ${y(1)}`;
    for (const point of points) path += `H${x(point.day)}V${y(of(point))}`;
    return path;
  };
  // The band: along its upper edge, and back along the lower one.
  const upper = steps((point) => point.high ?? point.share);
  const lower = [...points]
    .reverse()
    .map((point, at, all) => {
      const before = all[at + 1];
      const share = point.low ?? point.share;
      return `L${x(point.day)} ${y(share)}V${y(before ? (before.low ?? before.share) : 1)}`;
    })
    .join("");
  return (
    <svg
      className={style.curve}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t("stays.curve", {
        stage: name,
        day: words.figures.value(last.day, "days"),
        share: words.figures.value(last.share, "share"),
      })}
    >
      <path className={style.band} d={`${upper}${lower}Z`} />
      <path className={style.steps} d={steps((point) => point.share)} />
    </svg>
  );
}
