import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { LossRow, StageNumbers } from "@/api/types";
import { errorWords } from "@/app/errors";
import { writeValue } from "@/numbers/figures";
import type { Words } from "@/numbers/notes";
import type { Question } from "@/numbers/question";
import table from "../Breakdown.module.css";
import { Cell } from "../Cell";
import { nameOfValue } from "../dimensions";
import { largest } from "../findings";
import { useOpen } from "../Opened";
import { useDimensions } from "../useSteer";
import { lossesQuery } from "./api";
import style from "./Funnel.module.css";
import { type NamedStage, ofPipeline } from "./stages";

interface Props {
  numbers: StageNumbers;
  question: Question;
  stages: NamedStage[];
  words: Words;
}

export const BY_STAGE = ["stage", "loss_reason"];
/** So many reasons stand at a stage; the page of losses has them all. */
const REASONS = 3;

/** What was lost in each stage, and for which reasons most. */
export function StageLosses({ numbers, question, stages, words }: Props) {
  const { t } = useTranslation("funnel");
  const dimensions = useDimensions();
  const open = useOpen();
  const asked = ofPipeline(question, numbers.pipeline);
  const [byStage, byReason] = [
    useQuery({ ...lossesQuery(asked, ["stage"]), placeholderData: (before) => before }),
    useQuery({ ...lossesQuery(asked, BY_STAGE), placeholderData: (before) => before }),
  ];
  const error = byStage.error ?? byReason.error;
  if (error) return <p className={style.note}>{errorWords(error).title}</p>;
  if (!byStage.data || !byReason.data) return null;
  const reasons = dimensions.find((one) => one.id === "loss_reason");
  const keys = (row: LossRow) => row.values.map(writeValue);
  const rowOf = (stage: NamedStage) => byStage.data.rows.find((row) => keys(row)[0] === stage.id);
  const most = largest(
    stages.map((stage) => ({ name: stage.name, figure: rowOf(stage)?.count, row: rowOf(stage) })),
  );
  return (
    <section aria-label={t("losses.title")} className={style.section}>
      <h2>
        {most?.row
          ? t("losses.finding", {
              stage: most.name,
              count: most.row.count.n,
              share: words.figures.value(most.row.share.value, "share"),
            })
          : t("losses.no_finding")}
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={table.scroll} tabIndex={0} aria-label={t("losses.table")}>
        <table className={table.table}>
          <thead>
            <tr>
              {["stage", "count", "value", "share", "reasons"].map((key) => (
                <th key={key} scope="col" className={table.plain}>
                  {t(`losses.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {stages.map((stage) => {
              const row = rowOf(stage);
              const why = byReason.data.rows.filter((one) => keys(one)[0] === stage.id);
              return (
                <tr key={stage.id}>
                  <th scope="row">{stage.name}</th>
                  {row ? (
                    (["count", "value", "share"] as const).map((key) => (
                      <Cell
                        key={key}
                        figure={row[key]}
                        row={stage.name}
                        name={t(`losses.${key}`)}
                        words={words}
                        // The records of a share are those that were lost.
                        onOpen={() => open(key === "share" ? row.count : row[key], keys(row))}
                      />
                    ))
                  ) : (
                    <td colSpan={3} className={style.plain}>
                      {t("losses.none")}
                    </td>
                  )}
                  <td className={style.reasons}>
                    {why.slice(0, REASONS).map((one) => (
                      <button
                        key={keys(one).join()}
                        type="button"
                        className={style.reason}
                        aria-haspopup="dialog"
                        onClick={() => open(one.count, keys(one))}
                      >
                        {nameOfReason(keys(one)[1] ?? "none")} {words.format.number(one.count.n)}
                      </button>
                    ))}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );

  function nameOfReason(id: string): string {
    return id === "none" ? t("losses.no_reason") : nameOfValue(reasons, id, words.t);
  }
}
