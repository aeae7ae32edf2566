import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Changes } from "@/api/types";
import { Page } from "@/components/Page";
import { useFormat } from "@/i18n/FormatProvider";
import { noteWords } from "@/numbers/notes";
import type { Question } from "@/numbers/question";
import { useWords } from "@/numbers/useNumbers";
import { Download } from "../Download";
import { FilterRow } from "../FilterRow";
import filterStyle from "../FilterRow.module.css";
import { Opened } from "../Opened";
import { PastMark } from "../PastMark";
import { PrintedQuestion } from "../PrintedQuestion";
import { questionOf } from "../question";
import page from "../SteerPage.module.css";
import { useSteering } from "../useSteer";
import { useTabs } from "../useTabs";
import { Wrong } from "../Wrong";
import { changesQuery } from "./api";
import style from "./Changes.module.css";
import { Waterfall } from "./Waterfall";

/** What changed in the open pipeline between two dates, in steps that add up. */
export default function ChangesPage() {
  const { t } = useTranslation("steer");
  const { steering } = useSteering();
  const tabs = useTabs();
  const question = { ...questionOf(steering), compare_to: undefined };
  const { data, error, refetch } = useQuery({
    ...changesQuery(question),
    placeholderData: (before) => before,
  });
  return (
    <Page
      title={t("title")}
      tabs={tabs}
      controls={
        <>
          <FilterRow alone />
          {data ? <Dates changes={data} /> : null}
        </>
      }
      actions={<Download table="changes" question={question} />}
      scroll
    >
      <PastMark period={steering.period} />
      {error ? (
        <Wrong error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Shown changes={data} question={question} />
      ) : null}
    </Page>
  );
}

/** The first and the last day between which was looked: an instant at midnight closes the day before it. */
function useDays({ from, to }: Changes): [string, string] {
  const format = useFormat();
  return [format.dayOf(from), format.dayOf(new Date(Date.parse(to) - 1).toISOString())];
}

/** Any two dates: from the beginning of the first day to the end of the last. */
function Dates({ changes }: { changes: Changes }) {
  const { t } = useTranslation("changes");
  const { set } = useSteering();
  const format = useFormat();
  const [from, to] = useDays(changes);
  const choose = (first: string, last: string) => {
    if (first && last && first <= last) set({ period: `${first}..${last}` });
  };
  return (
    <div className={filterStyle.asOf}>
      <span aria-hidden="true">{t("from")}</span>
      <TextInput
        type="date"
        aria-label={t("from")}
        className={filterStyle.day ?? ""}
        max={to}
        value={from}
        onChange={(event) => choose(event.currentTarget.value, to)}
      />
      <span aria-hidden="true">{t("to")}</span>
      <TextInput
        type="date"
        aria-label={t("to")}
        className={filterStyle.day ?? ""}
        min={from}
        max={format.today()}
        value={to}
        onChange={(event) => choose(from, event.currentTarget.value)}
      />
    </div>
  );
}

function Shown({ changes, question }: { changes: Changes; question: Question }) {
  const { t } = useTranslation("changes");
  const { steering } = useSteering();
  const words = useWords(changes.currency);
  const [from, to] = useDays(changes);
  const period = from === to ? from : `${from}..${to}`;
  const figures = [changes.then, ...changes.steps, changes.now, changes.slipped];
  const figure = figures.find((one) => one.metric === steering.open);
  const name = figure && t(`step.${figure.metric}`);
  return (
    <div className={page.body}>
      <PrintedQuestion numbers={{ period, as_of: changes.to }} steering={steering} />
      <Waterfall changes={changes} words={words} days={[from, to]} />
      {(changes.now.notes ?? []).map((note) => (
        <p key={note.code} className={style.note}>
          {noteWords(note, changes.now, words)}
        </p>
      ))}
      <Opened
        // What stands open at the end is asked as of that moment, which can lie before today.
        question={
          steering.open === changes.now.metric ? { ...question, as_of: changes.to } : question
        }
        numbers={{ currency: changes.currency }}
        subject={name}
        figure={figure}
      />
    </div>
  );
}
