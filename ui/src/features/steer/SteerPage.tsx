import { Button } from "@mantine/core";
import { IconChartBar } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { totalsQuery } from "@/api/records";
import type { Numbers } from "@/api/types";
import { A } from "@/components/A";
import { Page } from "@/components/Page";
import { EmptyState } from "@/components/States";
import { useFormat } from "@/i18n/FormatProvider";
import { NumberPanel } from "@/numbers/NumberPanel";
import { monthEndsBefore, STEPS, stepsTo } from "@/numbers/periods";
import type { Question } from "@/numbers/question";
import { type Definitions, useDefinitions, useWords } from "@/numbers/useNumbers";
import { numbersQuery, standingQuery, trendQuery } from "./api";
import { Breakdown } from "./Breakdown";
import { rowName } from "./dimensions";
import { FilterRow } from "./FilterRow";
import { PastMark } from "./PastMark";
import { PrintedQuestion } from "./PrintedQuestion";
import { questionOf, rowsOf } from "./question";
import style from "./SteerPage.module.css";
import { Tiles } from "./Tiles";
import { useDimensions, useSteering } from "./useSteer";
import { useTabs } from "./useTabs";
import { Wrong } from "./Wrong";

/** What the page shows, in the order of the seven numbers. */
const METRICS = [
  "leads_created",
  "lead_workload",
  "response_median",
  "response_in_time",
  "follow_ups",
  "appointments",
  "win_rate",
  "win_rate_by_value",
  "attainment",
  "open_count",
  "open_value",
  "weighted_gut",
  "won_count",
  "won_value",
  "won_size_mean",
  "days_to_won_median",
];

/** What stands at a moment, rather than happens in a period. */
const STANDING = new Set(["lead_workload", "open_count", "open_value", "weighted_gut"]);

/** How the team stands: the numbers at a glance, by whatever is asked, down to the records. */
export default function SteerPage() {
  const { t } = useTranslation("steer");
  const { steering } = useSteering();
  const tabs = useTabs();
  const definitions = useDefinitions();
  const question = questionOf(steering);
  const metrics = METRICS.filter(definitions.isPlain);
  const { data, error, refetch } = useQuery({
    ...numbersQuery(question, metrics, []),
    placeholderData: (before) => before,
  });
  const trends = useTrends(question, metrics, data);
  const empty = useEmpty(question, data);
  const wrong = definitions.error ?? error;

  return (
    <Page title={t("title")} tabs={tabs} controls={<FilterRow />} scroll>
      <PastMark period={data?.period} />
      {wrong ? (
        <Wrong error={wrong} onRetry={() => void refetch()} />
      ) : empty ? (
        <Empty />
      ) : data ? (
        <Shown
          numbers={data}
          trends={trends}
          definitions={definitions}
          question={question}
          metrics={metrics}
        />
      ) : null}
    </Page>
  );
}

interface ShownProps {
  numbers: Numbers;
  trends: ReturnType<typeof useTrends>;
  definitions: Definitions;
  question: Question;
  metrics: string[];
}

function Shown({ numbers, trends, definitions, question, metrics }: ShownProps) {
  const { steering, set } = useSteering();
  const words = useWords(numbers.currency);
  const dimensions = useDimensions();
  const row = steering.row;
  const by = rowsOf(steering);
  const open = (metric: string, row?: string[]) => set({ open: metric, row }, true);
  return (
    <div className={style.body}>
      <PrintedQuestion numbers={numbers} steering={steering} />
      <Tiles
        numbers={numbers}
        trends={trends}
        words={words}
        nameOf={definitions.name}
        onOpen={(metric) => open(metric)}
      />
      <Breakdown question={question} metrics={metrics} definitions={definitions} onOpen={open} />
      {steering.open && definitions.known ? (
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

/** Lines of the last twelve steps, as they come in; the figures do not wait for them. */
function useTrends(question: Question, metrics: string[], numbers: Numbers | undefined) {
  const format = useFormat();
  const steps = numbers ? stepsTo(numbers.period) : null;
  const flowing = useQuery({
    ...trendQuery(
      question,
      metrics.filter((metric) => !STANDING.has(metric)),
      steps,
    ),
    placeholderData: (before) => before,
  });
  const day = question.as_of?.slice(0, 10) ?? format.today();
  const standing = useQuery(
    standingQuery(
      question,
      flowing.data ? metrics.filter((metric) => STANDING.has(metric)) : [],
      monthEndsBefore(day, STEPS - 1),
    ),
  );
  return { ...flowing.data, ...standing.data };
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
