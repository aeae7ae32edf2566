import { useTranslation } from "react-i18next";
import type { Figure } from "@/api/types";
import { Axis } from "@/components/chart/Axis";
import { type Scale, scaleTo } from "@/components/chart/scale";
import { DASH } from "@/numbers/figures";
import type { Words } from "@/numbers/notes";
import table from "../Breakdown.module.css";
import { Cell } from "../Cell";
import { standsOut } from "../findings";
import { StayCurve } from "./StayCurve";
import style from "./Stays.module.css";
import type { NamedStage } from "./stages";

interface Props {
  stages: NamedStage[];
  words: Words;
  onOpen: (figure: Figure) => void;
}

const MEDIAN = "stage_days_median";
const SHARES = [0.25, 0.5, 0.75];

/** How long deals stay in each stage: quartiles on one scale of days, the curve, and how they left. */
export function Stays({ stages, words, onOpen }: Props) {
  const { t } = useTranslation("funnel");
  const { figures } = words;
  const slowest = standsOut(
    stages.map((stage) => ({ name: stage.name, figure: stage.figures.get(MEDIAN) })),
    "high",
  );
  const days = (value: number | null | undefined) => figures.value(value, "days");
  const scale = scaleTo(
    stages.flatMap(({ row }) => row.quartiles.map((one) => one.days ?? one.longest)),
  );
  return (
    <section aria-label={t("stays.title")} className={style.section}>
      <h2>
        {slowest?.figure
          ? t("stays.finding", { stage: slowest.name, value: days(slowest.figure.value) })
          : t("stays.no_finding")}
      </h2>
      <p className={style.subtitle}>{t("stays.subtitle")}</p>
      <ul className={style.stays}>
        {stages.map((stage) => (
          <li key={stage.id}>
            <Stay stage={stage} scale={scale} words={words} onOpen={onOpen} />
          </li>
        ))}
        <li className={style.stay} aria-hidden>
          <span />
          <Axis scale={scale} write={words.format.number} />
        </li>
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={table.scroll} tabIndex={0} aria-label={t("stays.table")}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col" className={table.plain}>
                {t("stays.stage")}
              </th>
              {["median", "quarter", "three_quarters", "slow", "left"].map((key) => (
                <th key={key} scope="col" className={table.plain}>
                  {t(`stays.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {stages.map((stage) => {
              const median = stage.figures.get(MEDIAN);
              const [quarter, , threeQuarters] = SHARES.map((share) =>
                reached(stage, share, words),
              );
              return (
                <tr key={stage.id}>
                  <th scope="row">{stage.name}</th>
                  {median ? (
                    <Cell
                      figure={median}
                      row={stage.name}
                      name={t("stays.median")}
                      words={words}
                      onOpen={() => onOpen(median)}
                    />
                  ) : (
                    <td />
                  )}
                  <td className={style.plain}>{quarter}</td>
                  <td className={style.plain}>{threeQuarters}</td>
                  <td className={style.plain}>{days(stage.row.slow_after_days)}</td>
                  <td className={style.plain}>
                    <Exits stage={stage} words={words} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** When this share had left: in days, or more than the longest stay there is. */
function reached({ row }: NamedStage, share: number, { figures, t: steer }: Words): string {
  const quartile = row.quartiles.find((one) => one.share === share);
  if (!quartile) return DASH;
  if (quartile.days === null) {
    return steer("interval.low", { low: figures.value(quartile.longest, "days") });
  }
  return figures.value(quartile.days, "days");
}

interface StayProps {
  stage: NamedStage;
  scale: Scale;
  words: Words;
  onOpen: (figure: Figure) => void;
}

/** Half of the deals left between the ends of the bar; the line in it is the median. */
function Stay({ stage, scale, words, onOpen }: StayProps) {
  const { t } = useTranslation("funnel");
  const figure = stage.figures.get(MEDIAN);
  const at = (share: number) =>
    stage.row.quartiles.find((one) => one.share === share)?.days ?? null;
  const [from, median, to] = SHARES.map(at);
  const left = (day: number) => `${100 * scale.at(day)}%`;
  const value = words.figures.value(figure?.value, "days");
  return (
    <button
      type="button"
      className={style.stay}
      aria-haspopup="dialog"
      disabled={!figure}
      onClick={() => figure && onOpen(figure)}
    >
      <span className={style.name}>{stage.name}</span>
      <span className={style.line} aria-hidden>
        {typeof from === "number" ? (
          <span
            className={style.box}
            data-open={to === null || undefined}
            style={{ left: left(from), right: `${100 - 100 * scale.at(to ?? scale.high)}%` }}
          />
        ) : null}
        {typeof median === "number" ? (
          <span className={style.median} style={{ left: left(median) }} />
        ) : null}
      </span>
      <span className={style.value}>{t("stays.half", { value })}</span>
      <StayCurve points={stage.row.curve} name={stage.name} words={words} />
    </button>
  );
}

/** How deals left the stage, with what part of all did so. */
function Exits({ stage, words }: { stage: NamedStage; words: Words }) {
  const { t } = useTranslation("funnel");
  const { figures } = words;
  const exits = stage.row.exits.filter((one) => one.count > 0);
  if (exits.length === 0) return DASH;
  return exits.map(({ exit, count, share }) => (
    <span key={exit} className={style.exit}>
      {t(`exit.${exit}`, { count, share: figures.value(share, "share") })}
    </span>
  ));
}
