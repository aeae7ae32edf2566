import { queryOptions, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "@/api/http";
import type { ExpectedRevenue } from "@/api/types";
import { Page } from "@/components/Page";
import { useFormat } from "@/i18n/FormatProvider";
import { noteWords } from "@/numbers/notes";
import { periodName } from "@/numbers/periods";
import type { Question } from "@/numbers/question";
import { useWords } from "@/numbers/useNumbers";
import { Download } from "../Download";
import { AsOf } from "../FilterRow";
import { Opened } from "../Opened";
import { PastMark } from "../PastMark";
import { PrintedQuestion } from "../PrintedQuestion";
import { questionOf } from "../question";
import { SliceChips } from "../SliceChips";
import page from "../SteerPage.module.css";
import { useSteering } from "../useSteer";
import { useTabs } from "../useTabs";
import { Wrong } from "../Wrong";
import style from "./Expected.module.css";
import { ExpectedBars } from "./ExpectedBars";
import { ExpectedTable } from "./ExpectedTable";

/** What stands open, by the month in which it is expected to close. */
function expectedQuery({ as_of, filter }: Question) {
  const query = { as_of, filter };
  return queryOptions({
    queryKey: ["measure", "expected", query],
    queryFn: ({ signal }) => get<ExpectedRevenue>("/measure/expected", { signal, query }),
  });
}

/** What the open deals may bring in the coming months, weighted in more than one way. */
export default function ExpectedPage() {
  const { t } = useTranslation("steer");
  const { steering, set } = useSteering();
  const tabs = useTabs();
  const { as_of, filter, period } = questionOf(steering);
  const question = { period, as_of, filter };
  const { data, error, refetch } = useQuery({
    ...expectedQuery(question),
    placeholderData: (before) => before,
  });
  return (
    <Page
      title={t("title")}
      tabs={tabs}
      controls={
        <>
          <AsOf />
          <SliceChips filter={steering.filter} onChange={(filter) => set({ filter })} />
        </>
      }
      actions={<Download table="expected" question={{ as_of, filter }} />}
      scroll
    >
      <PastMark period={undefined} />
      {error ? (
        <Wrong error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Shown expected={data} question={question} />
      ) : null}
    </Page>
  );
}

function Shown({ expected, question }: { expected: ExpectedRevenue; question: Question }) {
  const { t } = useTranslation("expected");
  const { steering } = useSteering();
  const words = useWords(expected.currency);
  const nameOf = useRowNames();
  const format = useFormat();
  const before = new Date(Date.parse(expected.as_of) - 1).toISOString();
  const { open, part } = steering;
  const figures = [...expected.total, ...expected.rows.flatMap((row) => row.figures)];
  return (
    <div className={page.body}>
      <PrintedQuestion
        numbers={{ period: format.dayOf(before), as_of: expected.as_of }}
        steering={steering}
      />
      <ExpectedBars expected={expected} nameOf={nameOf} words={words} />
      <div>
        {expected.total
          .flatMap((figure) => (figure.notes ?? []).map((note) => ({ figure, note })))
          .map(({ figure, note }) => (
            <p key={`${figure.metric} ${note.code}`} className={style.note}>
              {t(`column.${figure.metric}`)}: {noteWords(note, figure, words)}
            </p>
          ))}
      </div>
      <ExpectedTable expected={expected} nameOf={nameOf} words={words} />
      <Opened
        question={question}
        numbers={{ currency: expected.currency }}
        subject={part ? nameOf(part) : undefined}
        figure={figures.find(
          (one) => one.metric === open && (one.explain.part ?? undefined) === part,
        )}
      />
    </div>
  );
}

/** What a row is called: a month by its name, the others in words. */
function useRowNames(): (when: string) => string {
  const { t } = useTranslation("expected");
  const format = useFormat();
  return (when) => (/^\d/.test(when) ? periodName(when, format) : t(`when.${when}`));
}
