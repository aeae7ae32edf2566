import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { StageNumbers } from "@/api/types";
import { noteWords, type Words } from "@/numbers/notes";
import type { Question } from "@/numbers/question";
import { useDefinitions } from "@/numbers/useNumbers";
import filterStyle from "../FilterRow.module.css";
import { largest, standsOut } from "../findings";
import { useOpen } from "../Opened";
import { useSteering } from "../useSteer";
import { Benchmarks } from "./Benchmarks";
import style from "./Funnel.module.css";
import { StageBars } from "./StageBars";
import { StageLosses } from "./StageLosses";
import { StageTable } from "./StageTable";
import { Stays } from "./Stays";
import { useNamedStages } from "./stages";

interface Props {
  numbers: StageNumbers;
  question: Question;
  words: Words;
}

/** One pipeline stage by stage: what reached each, what stands there now, what goes on, how long it stays, what is lost. */
export function PipelineFunnel({ numbers, question, words }: Props) {
  const { t } = useTranslation("funnel");
  const { set } = useSteering();
  const pipelines = useCatalogue().pipelines;
  const offered = pipelines.filter((one) => !one.removed_at || one.id === numbers.pipeline);
  const definitions = useDefinitions();
  const stages = useNamedStages(numbers);
  const open = useOpen();
  const bars = { stages, words, onOpen: open };
  const of = (metric: string) =>
    stages.map(({ name, figures }) => ({ name, figure: figures.get(metric) }));
  const narrowest = standsOut(of("stage_conversion"), "low");
  const fullest = largest(of("stage_standing"));
  const value = (one: typeof narrowest) =>
    words.figures.value(one?.figure?.value, one?.figure?.unit ?? "count");
  const name = pipelines.find((one) => one.id === numbers.pipeline)?.name ?? "";
  return (
    <>
      <header className={style.pipeline}>
        <h2>{t("pipeline.title", { name })}</h2>
        {offered.length > 1 ? (
          <Select
            className={filterStyle.period}
            aria-label={t("pipeline.choice")}
            data={offered.map(({ id, name }) => ({ value: id, label: name }))}
            value={numbers.pipeline}
            allowDeselect={false}
            onChange={(next) => set({ pipeline: next ?? undefined })}
          />
        ) : null}
      </header>
      <div className={style.charts}>
        <StageBars
          {...bars}
          title={t("reached.title")}
          finding={
            narrowest
              ? t("reached.finding", { stage: narrowest.name, value: value(narrowest) })
              : t("reached.no_finding")
          }
          metric="stage_entrants"
          onward
        />
        <StageBars
          {...bars}
          title={t("standing.title")}
          finding={
            fullest
              ? t("standing.finding", { stage: fullest.name, value: value(fullest) })
              : t("standing.no_finding")
          }
          metric="stage_standing"
        />
      </div>
      {(numbers.notes ?? []).map((note) => (
        <p key={note.code} className={style.note}>
          {noteWords(note, null, words)}
        </p>
      ))}
      <StageTable stages={stages} words={words} nameOf={definitions.name} onOpen={open} />
      <Stays stages={stages} words={words} onOpen={open} />
      <Benchmarks numbers={numbers} question={question} stages={stages} words={words} />
      <StageLosses numbers={numbers} question={question} stages={stages} words={words} />
    </>
  );
}
