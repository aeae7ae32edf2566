import { Button } from "@mantine/core";
import { IconChartBar } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { totalsQuery } from "@/api/records";
import type { Numbers } from "@/api/types";
import { A } from "@/components/A";
import { Page } from "@/components/Page";
import { EmptyState } from "@/components/States";
import type { Trend } from "@/numbers/api";
import { NumberPanel } from "@/numbers/NumberPanel";
import { stepsTo } from "@/numbers/periods";
import type { Question } from "@/numbers/question";
import { type Definitions, useDefinitions, useWords } from "@/numbers/useNumbers";
import { numbersQuery, trendQuery } from "./api";
import { Breakdown } from "./Breakdown";
import { Download } from "./Download";
import { rowName } from "./dimensions";
import { FilterRow } from "./FilterRow";
import { Findings } from "./Findings";
import { PastMark } from "./PastMark";
import { PrintedQuestion } from "./PrintedQuestion";
import { questionOf, rowsOf } from "./question";
import { Share } from "./Share";
import style from "./SteerPage.module.css";
import { type Section, sectionsOf } from "./sections";
import { Tiles } from "./Tiles";
import { useDimensions, useSteering } from "./useSteer";
import { useTabs } from "./useTabs";
import { Whose } from "./Whose";
import { Wrong } from "./Wrong";

/** How the team stands: the numbers at a glance, by whatever is asked, down to the records. */
export default function SteerPage() {
  const { t } = useTranslation("steer");
  const { steering } = useSteering();
  const tabs = useTabs();
  const definitions = useDefinitions();
  const question = questionOf(steering);
  const { data, error, refetch } = useQuery({
    ...numbersQuery(question, [], []),
    placeholderData: (before) => before,
  });
  const sections = sectionsOf(data);
  const trends = useTrends(question, definitions, data);
  const empty = useEmpty(question, data);
  const wrong = definitions.error ?? error;

  return (
    <Page
      title={t("title")}
      tabs={tabs}
      controls={<FilterRow />}
      actions={
        <>
          <Download table="dashboard" question={question} by={rowsOf(steering)} />
          <Share numbers={data} />
        </>
      }
      scroll
    >
      <PastMark period={data?.period} />
      {wrong ? (
        <Wrong error={wrong} onRetry={() => void refetch()} />
      ) : empty ? (
        <Empty />
      ) : (
        <Shown
          numbers={data}
          trends={trends}
          definitions={definitions}
          question={question}
          sections={sections}
        />
      )}
    </Page>
  );
}

interface ShownProps {
  numbers: Numbers | undefined;
  trends: Record<string, Trend>;
  definitions: Definitions;
  question: Question;
  sections: Section[];
}

function Shown({ numbers, trends, definitions, question, sections }: ShownProps) {
  const { steering, set } = useSteering();
  const { currency } = useCatalogue().workspace;
  const words = useWords(numbers?.currency ?? currency);
  const dimensions = useDimensions();
  const row = steering.row;
  const by = rowsOf(steering);
  const open = (metric: string, row?: string[]) => set({ open: metric, row }, true);
  return (
    <div className={style.body}>
      <div className={style.question}>
        {numbers ? <PrintedQuestion numbers={numbers} steering={steering} /> : null}
        <Whose />
      </div>
      <Findings question={question} />
      <Tiles
        sections={sections}
        numbers={numbers}
        trends={trends}
        words={words}
        nameOf={definitions.name}
        onOpen={(metric) => open(metric)}
      />
      <Breakdown
        question={question}
        metrics={sections.flatMap((section) => section.metrics)}
        definitions={definitions}
        onOpen={open}
      />
      {numbers && steering.open && definitions.known ? (
        <NumberPanel
          handle={row ? { metric: steering.open, by, row } : { metric: steering.open }}
          subject={row ? rowName(row, by, dimensions, words.t) : undefined}
          question={question}
          numbers={numbers}
          figure={
            row ? undefined : numbers.totals.find((figure) => figure.metric === steering.open)
          }
          trend={row ? undefined : trends[steering.open]}
          definitions={definitions}
          onClose={() => set({ open: undefined, row: undefined })}
        />
      ) : null}
    </div>
  );
}

/** Lines of the last twelve steps, when they come; the figures do not wait for them. */
function useTrends(
  question: Question,
  definitions: Definitions,
  numbers: Numbers | undefined,
): Record<string, Trend> {
  const metrics = sectionsOf(numbers)
    .flatMap((section) => section.metrics)
    .filter(definitions.isPlain);
  const { data } = useQuery({
    ...trendQuery(question, metrics, numbers ? stepsTo(numbers.period) : null),
    placeholderData: (before) => before,
  });
  return data ?? {};
}

/** Whether there is nothing in this workspace that could be counted. */
function useEmpty(question: Question, numbers: Numbers | undefined): boolean {
  const nothing =
    !question.filter && numbers !== undefined && numbers.totals.every((figure) => figure.n === 0);
  const deals = useQuery({ ...totalsQuery("deal", undefined), enabled: nothing });
  const leads = useQuery({ ...totalsQuery("lead", undefined), enabled: nothing });
  return nothing && deals.data?.count === 0 && leads.data?.count === 0;
}

function Empty() {
  const { t } = useTranslation("steer");
  return (
    <EmptyState
      icon={IconChartBar}
      title={t("empty.title")}
      action={
        <Button component={A} href="/import">
          {t("empty.action")}
        </Button>
      }
    >
      {t("empty.text")}
    </EmptyState>
  );
}
