import { IconArrowDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Figure } from "@/api/types";
import type { Words } from "@/numbers/notes";
import style from "./Funnel.module.css";
import type { NamedStage } from "./stages";

interface Props {
  /** Which of the two views it is. */
  title: string;
  /** What it shows, in a sentence. */
  finding: string;
  metric: string;
  stages: NamedStage[];
  words: Words;
  /** Says between two stages which share goes on. */
  onward?: boolean;
  onOpen: (figure: Figure) => void;
}

/** One bar per stage, all to the same scale from zero; pressing one shows its deals. */
export function StageBars({ title, finding, ...rest }: Props) {
  const { metric, stages, words, onward = false, onOpen } = rest;
  const { t } = useTranslation("funnel");
  const lengthOf = (stage: NamedStage) => stage.figures.get(metric)?.value ?? 0;
  const longest = Math.max(1, ...stages.map(lengthOf));
  return (
    <section aria-label={title} className={style.chart}>
      <h3>{finding}</h3>
      <p className={style.subtitle}>{title}</p>
      <ol className={style.bars}>
        {stages.map((stage, at) => {
          const figure = stage.figures.get(metric);
          const next = stage.figures.get("stage_conversion");
          if (!figure) return null;
          const value = words.figures.value(figure.value, figure.unit);
          const interval = next ? words.figures.interval(next) : "";
          return (
            <li key={stage.id}>
              <button
                type="button"
                className={style.stage}
                aria-haspopup="dialog"
                onClick={() => onOpen(figure)}
              >
                <span className={style.name}>{stage.name}</span>
                <span className={style.track}>
                  <span
                    className={style.bar}
                    style={{ width: `${(100 * lengthOf(stage)) / longest}%` }}
                  />
                  <span className={style.value}>{value}</span>
                </span>
              </button>
              {onward && next && at < stages.length - 1 ? (
                <button
                  type="button"
                  className={style.next}
                  aria-haspopup="dialog"
                  onClick={() => onOpen(next)}
                >
                  <IconArrowDown size={12} stroke={1.5} aria-hidden />
                  {t("reached.onward", { value: words.figures.value(next.value, next.unit) })}
                  {interval ? ` (${interval})` : null}
                </button>
              ) : null}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
