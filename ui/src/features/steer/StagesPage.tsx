import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { Figure, StageNumbers } from "@/api/types";
import { Page } from "@/components/Page";
import { stagesQuery } from "@/numbers/api";
import { NumberPanel } from "@/numbers/NumberPanel";
import { noteWords } from "@/numbers/notes";
import type { Question } from "@/numbers/question";
import { useDefinitions, useWords } from "@/numbers/useNumbers";
import { FilterRow } from "./FilterRow";
import filterStyle from "./FilterRow.module.css";
import { PastMark } from "./PastMark";
import { PrintedQuestion } from "./PrintedQuestion";
import { questionOf } from "./question";
import { type NamedStage, StageBars } from "./StageBars";
import style from "./StagesPage.module.css";
import { StageTable } from "./StageTable";
import page from "./SteerPage.module.css";
import { useSteering } from "./useSteer";
import { useTabs } from "./useTabs";
import { Wrong } from "./Wrong";

/** A pipeline stage by stage: what reached each, what stands there now, and what goes on. */
export default function StagesPage() {
  const { t } = useTranslation("steer");
  const { steering, set } = useSteering();
  const tabs = useTabs();
  const question = questionOf(steering);
  const pipelines = useCatalogue().pipelines.filter((pipeline) => !pipeline.removed_at);
  const { data, error, refetch } = useQuery({
    ...stagesQuery(question, steering.pipeline),
    placeholderData: (before) => before,
  });
  return (
    <Page
      title={t("title")}
      tabs={tabs}
      controls={
        <>
          {pipelines.length > 1 ? (
            <Select
              className={filterStyle.period}
              aria-label={t("dimension.pipeline")}
              data={pipelines.map(({ id, name }) => ({ value: id, label: name }))}
              value={steering.pipeline ?? data?.pipeline ?? null}
              allowDeselect={false}
              onChange={(next) => set({ pipeline: next ?? undefined })}
            />
          ) : null}
          <FilterRow />
        </>
      }
      scroll
    >
      <PastMark period={data?.period} />
      {error ? (
        <Wrong error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Stages numbers={data} question={question} />
      ) : null}
    </Page>
  );
}

interface StagesProps {
  numbers: StageNumbers;
  question: Question;
}

function Stages({ numbers, question }: StagesProps) {
  const { t } = useTranslation("steer");
  const { steering, set } = useSteering();
  const definitions = useDefinitions();
  const words = useWords(numbers.currency);
  const stages = useNamed(numbers);
  const open = (figure: Figure) =>
    set({ open: figure.metric, part: figure.explain.part ?? undefined }, true);
  const opened = stages.find((stage) => stage.id === steering.part);
  const bars = { stages, words, onOpen: open };
  return (
    <div className={page.body}>
      <PrintedQuestion numbers={numbers} steering={steering} />
      <div className={style.charts}>
        <StageBars {...bars} title={t("stages.reached")} metric="stage_entrants" onward />
        <StageBars {...bars} title={t("stages.standing")} metric="stage_standing" />
      </div>
      {(numbers.notes ?? []).map((note) => (
        <p key={note.code} className={style.note}>
          {noteWords(note, null, words)}
        </p>
      ))}
      <StageTable stages={stages} words={words} nameOf={definitions.name} onOpen={open} />
      {steering.open && definitions.known ? (
        <NumberPanel
          handle={{ metric: steering.open, part: steering.part }}
          subject={opened?.name}
          question={question}
          numbers={numbers}
          figure={opened?.figures.get(steering.open)}
          definitions={definitions}
          onClose={() => set({ open: undefined, part: undefined })}
        />
      ) : null}
    </div>
  );
}

function useNamed(numbers: StageNumbers): NamedStage[] {
  const catalogue = useCatalogue();
  const names = new Map(
    catalogue.pipelines.flatMap(({ stages }) => stages.map(({ id, name }) => [id, name] as const)),
  );
  return numbers.stages.map(({ stage, figures }) => ({
    id: stage,
    name: names.get(stage) ?? "…",
    figures: new Map(figures.map((figure) => [figure.metric, figure] as const)),
  }));
}
