import { useTranslation } from "react-i18next";
import type { Figure } from "@/api/types";
import type { Words } from "@/numbers/notes";
import style from "../Breakdown.module.css";
import { Cell } from "../Cell";
import type { NamedStage } from "./stages";

const COLUMNS = [
  "stage_entrants",
  "stage_conversion",
  "stage_close_rate",
  "stage_days_median",
  "stage_standing",
  "stage_value",
  "needs_attention",
  "stage_touches_per_entrant",
  "stage_skips",
  "stage_rework",
];

interface Props {
  stages: NamedStage[];
  words: Words;
  nameOf: (metric: string) => string;
  onOpen: (figure: Figure) => void;
}

/** All numbers of all stages, in the order of the pipeline. */
export function StageTable({ stages, words, nameOf, onOpen }: Props) {
  const { t } = useTranslation("funnel");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={style.scroll} tabIndex={0} aria-label={t("stages.table")}>
      <table className={style.table}>
        <thead>
          <tr>
            <th scope="col" className={style.plain}>
              {t("stays.stage")}
            </th>
            {COLUMNS.map((metric) => (
              <th key={metric} scope="col" className={style.plain}>
                {nameOf(metric)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stages.map((stage) => (
            <tr key={stage.id}>
              <th scope="row">{stage.name}</th>
              {COLUMNS.map((metric) => {
                const figure = stage.figures.get(metric);
                return figure ? (
                  <Cell
                    key={metric}
                    figure={figure}
                    row={stage.name}
                    name={nameOf(metric)}
                    words={words}
                    onOpen={() => onOpen(figure)}
                  />
                ) : (
                  <td key={metric} />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
