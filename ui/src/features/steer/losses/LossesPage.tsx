import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Losses, LossRow } from "@/api/types";
import { Page } from "@/components/Page";
import { writeValue } from "@/numbers/figures";
import { noteWords } from "@/numbers/notes";
import type { Question } from "@/numbers/question";
import { useWords } from "@/numbers/useNumbers";
import breakdown from "../Breakdown.module.css";
import { Download } from "../Download";
import { nameOfValue, rowName } from "../dimensions";
import { FilterRow } from "../FilterRow";
import { lossesQuery } from "../funnel/api";
import { Opened } from "../Opened";
import { PastMark } from "../PastMark";
import { PrintedQuestion } from "../PrintedQuestion";
import { questionOf, type Steering } from "../question";
import page from "../SteerPage.module.css";
import { useDimensions, useSteering } from "../useSteer";
import { useTabs } from "../useTabs";
import { Wrong } from "../Wrong";
import { ComeBacks } from "./ComeBacks";
import style from "./Losses.module.css";
import { LossTable } from "./LossTable";
import { Months } from "./Months";

const USUAL = ["loss_reason"];
const byOf = ({ by }: Steering) => (by ?? USUAL).slice(0, 2);

/** What was lost in one row, with what the row is called. */
export interface NamedLoss {
  /** Its values as the URL has them. */
  row: string[];
  name: string;
  loss: LossRow;
}

/** Why deals are lost: by reason, stage, competitor, source or whatever else, over time. */
export default function LossesPage() {
  const { t } = useTranslation("steer");
  const { steering } = useSteering();
  const tabs = useTabs();
  const question = { ...questionOf(steering), compare_to: undefined };
  const { data, error, refetch } = useQuery({
    ...lossesQuery(question, byOf(steering)),
    placeholderData: (before) => before,
  });
  return (
    <Page
      title={t("title")}
      tabs={tabs}
      controls={<FilterRow alone />}
      actions={<Download table="losses" question={question} by={byOf(steering)} />}
      scroll
    >
      <PastMark period={data?.period} />
      {error ? (
        <Wrong error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Shown losses={data} question={question} />
      ) : null}
    </Page>
  );
}

function Shown({ losses, question }: { losses: Losses; question: Question }) {
  const { t } = useTranslation("losses");
  const { steering } = useSteering();
  const words = useWords(losses.currency);
  const named = useNamed(losses);
  const dimensions = useDimensions();
  const top = named[0];
  const by = losses.group_by;
  const isReason = by.join() === USUAL.join();
  const finding = top
    ? t(isReason ? "finding" : "finding_by", {
        name: top.name,
        count: top.loss.count.n,
        all: words.format.number(losses.total.count.n),
        share: words.figures.value(top.loss.share.value, "share"),
      })
    : t("nothing");
  return (
    <div className={page.body}>
      <PrintedQuestion numbers={losses} steering={steering} />
      <RowChoice />
      {(losses.notes ?? []).map((note) => (
        <p key={note.code} className={style.note}>
          {noteWords(note, null, words)}
        </p>
      ))}
      {top ? (
        <>
          <Months losses={losses} rows={named} finding={finding} words={words} />
          <LossTable losses={losses} rows={named} words={words} />
        </>
      ) : (
        <p className={style.note}>{finding}</p>
      )}
      <ComeBacks losses={losses} words={words} />
      <Opened
        question={question}
        numbers={losses}
        by={by}
        subject={steering.row ? rowName(steering.row, by, dimensions, words.t) : undefined}
      />
    </div>
  );
}

/** The rows with what they are called; without a reason is a row of its own. */
function useNamed(losses: Losses): NamedLoss[] {
  const { t } = useTranslation("losses");
  const { t: steer } = useTranslation("steer");
  const dimensions = useDimensions();
  return losses.rows.map((loss) => ({
    row: loss.values.map(writeValue),
    name: loss.values
      .map((value, at) => {
        const id = losses.group_by[at];
        if (value === "none" && id === "loss_reason") return t("no_reason");
        const dimension = dimensions.find((one) => one.id === id);
        return nameOfValue(dimension, value, steer);
      })
      .join(" · "),
    loss,
  }));
}

/** What the rows are. */
function RowChoice() {
  const { t } = useTranslation("steer");
  const { steering, set } = useSteering();
  const by = byOf(steering);
  const options = useDimensions().map(({ id, label }) => ({ value: id, label }));
  const change = (next: string[]) => set({ by: next.join() === USUAL.join() ? undefined : next });
  return (
    <div className={breakdown.head}>
      <h2>{t("table.title")}</h2>
      <Select
        aria-label={t("table.title")}
        className={breakdown.choice}
        data={options}
        value={by[0] ?? null}
        allowDeselect={false}
        onChange={(next) => next && change([next, ...by.slice(1).filter((one) => one !== next)])}
      />
      <span>{t("table.then_by")}</span>
      <Select
        aria-label={t("table.then_by")}
        className={breakdown.choice}
        data={[
          { value: "", label: t("table.no_rows") },
          ...options.filter((one) => one.value !== by[0]),
        ]}
        value={by[1] ?? ""}
        allowDeselect={false}
        onChange={(next) => change([...by.slice(0, 1), ...(next ? [next] : [])])}
      />
    </div>
  );
}
