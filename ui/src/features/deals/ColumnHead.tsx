import { useTranslation } from "react-i18next";
import type { Stage, Totals } from "@/api/types";
import { useFormat } from "@/i18n/FormatProvider";
import { direction, foremost, needed } from "@/numbers/against";
import { HeldFigure } from "@/numbers/HeldFigure";
import type { Words } from "@/numbers/notes";
import style from "./ColumnHead.module.css";
import type { Headed, StageFigures } from "./stageFigures";

interface Props {
  stage: Stage;
  /** What the board itself counted: for filters that the numbers do not know. */
  totals: Totals | undefined;
  figures: StageFigures;
  words: Words;
  nameOf: (metric: string) => string;
  onOpen: (metric: string, stage: string) => void;
}

/** A stage and its numbers: how many and how much, what is usual, how long, and how many go on. */
export function ColumnHead({ stage, totals, figures, words, nameOf, onOpen }: Props) {
  const { t } = useTranslation("deals");
  const numbers = figures.stages.get(stage.id);
  const partly = figures.skipped.length > 0;
  const standing = partly ? undefined : numbers?.get("stage_standing");
  const value = partly ? undefined : numbers?.get("stage_value");
  const weighted = numbers?.get("weighted_stage");
  const days = numbers?.get("stage_days_median");
  const onward = numbers?.get("stage_conversion");
  const show = (headed: Headed | undefined, text: (value: string) => string = (one) => one) =>
    headed && headed.figure.value !== null ? (
      <HeldFigure
        figure={headed.figure}
        against={headed.against}
        name={nameOf(headed.figure.metric)}
        of={stage.name}
        words={words}
        onOpen={() => onOpen(headed.figure.metric, stage.id)}
      >
        {text(words.figures.value(headed.figure.value, headed.figure.unit))}
      </HeldFigure>
    ) : null;
  return (
    <>
      <h2 className={style.name}>{stage.name}</h2>
      <div className={style.line}>
        {standing ? (
          <>
            {show(standing, (value) => t("columns", { count: standing.figure.n, n: value }))}
            {standing.figure.n > 0 ? show(value) : null}
            {weighted?.figure.n ? show(weighted, (value) => t("head.weighted", { value })) : null}
          </>
        ) : (
          <Counted totals={totals} />
        )}
      </div>
      <div className={style.line}>
        {standing ? <Usual headed={standing} words={words} /> : null}
        {show(days)}
        {show(onward, (value) => t("head.onward", { value }))}
      </div>
    </>
  );
}

/** How many and how much, over all its deals, as the board counted them. */
function Counted({ totals }: { totals: Totals | undefined }) {
  const { t } = useTranslation("deals");
  const format = useFormat();
  const count = totals?.count ?? 0;
  return (
    <>
      <span>{t("columns", { count, n: format.number(count) })}</span>
      {totals?.values
        .filter((value) => value.amount !== 0)
        .map((value) => (
          <span key={value.currency} title={format.money(value)}>
            {format.moneyShort(value)}
          </span>
        ))}
    </>
  );
}

/** What it is held against; how many are lacking, when they are. */
function Usual({ headed, words }: { headed: Headed; words: Words }) {
  const { t } = useTranslation("deals");
  const held = foremost(headed.against);
  if (!held) return null;
  const short = needed(held);
  if (short) {
    return (
      <span data-short={direction(held) === "lower" || undefined} className={style.usual}>
        {t("head.short", { count: short, n: words.format.number(short) })}
      </span>
    );
  }
  const value = words.format.number(Math.round((held.comparison.value ?? 0) * 10) / 10);
  return (
    <span className={style.usual}>
      {held.yardstick === "norm" ? t("head.norm", { value }) : t("head.usual", { value })}
    </span>
  );
}
