import { Button } from "@mantine/core";
import { IconChartBar, IconHistory } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { totalsQuery } from "@/api/records";
import type { Numbers } from "@/api/types";
import { errorWords } from "@/app/errors";
import { A } from "@/components/A";
import { Page } from "@/components/Page";
import { EmptyState, ErrorState } from "@/components/States";
import { useFormat } from "@/i18n/FormatProvider";
import { numbersQuery, standingQuery, trendQuery } from "./api";
import { Breakdown } from "./Breakdown";
import { FilterRow } from "./FilterRow";
import { NumberPanel } from "./NumberPanel";
import { PrintedQuestion } from "./PrintedQuestion";
import { firstDay, monthEndsBefore, STEPS, stepsTo } from "./periods";
import { type Question, questionOf } from "./question";
import style from "./SteerPage.module.css";
import { Tiles } from "./Tiles";
import { type Definitions, useDefinitions, useSteering, useWords } from "./useSteer";

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
  const { steering, set } = useSteering();
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
    <Page title={t("title")} controls={<FilterRow />} scroll>
      {steering.as_of ? (
        <PastMark
          asOf={steering.as_of}
          period={data?.period}
          onNow={() => set({ as_of: undefined })}
        />
      ) : null}
      {wrong ? (
        <ErrorState title={errorWords(wrong).title} onRetry={() => void refetch()}>
          {errorWords(wrong).detail}
        </ErrorState>
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
          metric={steering.open}
          row={steering.row ?? []}
          question={question}
          numbers={numbers}
          trend={steering.row ? undefined : trends[steering.open]}
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

interface PastProps {
  asOf: string;
  period: string | undefined;
  onNow: () => void;
}

/** Says that the past is shown, and leads back. */
function PastMark({ asOf, period, onNow }: PastProps) {
  const { t } = useTranslation("steer");
  const format = useFormat();
  const begins = period ? firstDay(period) : null;
  return (
    <div className={style.past} role="status">
      <IconHistory size={16} stroke={1.5} aria-hidden />
      <span>
        {t("as_of.past", { day: format.date(asOf) })}{" "}
        {begins && begins > asOf.slice(0, 10) ? t("as_of.not_begun") : null}
      </span>
      <button type="button" className={style.back} onClick={onNow}>
        {t("as_of.back")}
      </button>
    </div>
  );
}
