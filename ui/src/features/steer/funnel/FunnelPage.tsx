import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import type { Phases } from "@/api/types";
import { Page } from "@/components/Page";
import { stagesQuery } from "@/numbers/api";
import type { Question } from "@/numbers/question";
import { useWords } from "@/numbers/useNumbers";
import { Download } from "../Download";
import { FilterRow } from "../FilterRow";
import { PastMark } from "../PastMark";
import { PrintedQuestion } from "../PrintedQuestion";
import { questionOf } from "../question";
import page from "../SteerPage.module.css";
import { useSteering } from "../useSteer";
import { useTabs } from "../useTabs";
import { Wrong } from "../Wrong";
import { phasesQuery } from "./api";
import style from "./Funnel.module.css";
import { OpenInFunnel } from "./OpenInFunnel";
import { PhaseFunnel } from "./PhaseFunnel";
import { PipelineFunnel } from "./PipelineFunnel";

/** From suspect to returning customer, and stage by stage: who stands where, and who goes on. */
export default function FunnelPage() {
  const { t } = useTranslation("steer");
  const { steering } = useSteering();
  const tabs = useTabs();
  const question = questionOf(steering);
  const stages = useQuery({
    ...stagesQuery(question, steering.pipeline),
    placeholderData: (before) => before,
  });
  const phases = usePhases(question);
  const words = useWords(stages.data?.currency ?? "EUR");
  return (
    <Page
      title={t("title")}
      tabs={tabs}
      controls={<FilterRow />}
      actions={<Download table="stages" question={question} pipeline={steering.pipeline} />}
      scroll
    >
      <PastMark period={stages.data?.period} />
      {stages.error ? (
        <Wrong error={stages.error} onRetry={() => void stages.refetch()} />
      ) : stages.data ? (
        <div className={page.body}>
          <PrintedQuestion numbers={stages.data} steering={steering} />
          <PhasesOrWhyNot {...phases} filtered={Boolean(question.filter)} words={words} />
          <PipelineFunnel numbers={stages.data} question={question} words={words} />
          <OpenInFunnel numbers={stages.data} phases={phases.data} question={question} />
        </div>
      ) : null}
    </Page>
  );
}

/** The phases are about all parties: whoever sees only his own records has none. */
function usePhases(question: Question) {
  const { data, error } = useQuery({
    ...phasesQuery(question),
    placeholderData: (before) => before,
  });
  return { data, error };
}

interface PhasesProps {
  data: Phases | undefined;
  error: unknown;
  filtered: boolean;
  words: ReturnType<typeof useWords>;
}

function PhasesOrWhyNot({ data, error, filtered, words }: PhasesProps) {
  const { t } = useTranslation("funnel");
  if (isProblem(error) && error.status === 403) {
    return <p className={style.note}>{t("phases.not_yours")}</p>;
  }
  if (error) return <p className={style.note}>{t("phases.failed")}</p>;
  return data ? <PhaseFunnel phases={data} filtered={filtered} words={words} /> : null;
}
