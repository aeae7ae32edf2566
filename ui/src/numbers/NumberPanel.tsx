import { Button, Drawer } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { fileOf } from "@/api/http";
import { useMember } from "@/api/session";
import type { Counted, Explained, Figure, HeldAgainst, Numbers, Refs } from "@/api/types";
import { errorWords } from "@/app/errors";
import { DownloadMenu } from "@/components/DownloadMenu";
import { ErrorState } from "@/components/States";
import { useNarrow } from "@/components/useNarrow";
import { Linked } from "@/records/Linked";
import { againstWords } from "./against";
import { explainQuery, type Trend } from "./api";
import { added } from "./figures";
import style from "./NumberPanel.module.css";
import { notesOf, type Words, whyNone } from "./notes";
import { periodName } from "./periods";
import type { Handle, Question } from "./question";
import { type Definitions, useWords } from "./useNumbers";

/** What the panel needs of an answer. */
type Answered = Pick<Numbers, "currency" | "compared_with">;

interface Props {
  handle: Handle;
  /** Which row or stage it is of; nothing for the whole. */
  subject?: string | undefined;
  question: Question;
  numbers: Answered;
  /** The figure as the page shows it: it has the comparison. */
  figure?: Figure | undefined;
  /** More that it is held against, where there is. */
  against?: HeldAgainst[] | undefined;
  trend?: Trend | undefined;
  definitions: Definitions;
  onClose: () => void;
}

/** One number opened: what it means, what is filled in, and exactly its records. */
export function NumberPanel(props: Props) {
  const { handle, subject, question, numbers, against, trend, definitions, onClose } = props;
  const { t } = useTranslation("steer");
  const narrow = useNarrow();
  const role = useMember()?.role;
  const mayExport = role === "owner" || role === "manager";
  useFocusBack();
  const words = useWords(numbers.currency);
  const explained = useInfiniteQuery(explainQuery(question, handle));
  const first = explained.data?.pages[0];
  const figure = useCurrent(props.figure, first?.figure);
  const meaning = definitions.words(handle.metric);
  const name = definitions.name(handle.metric);

  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={narrow ? "100%" : 520}
      title={subject ? t("panel.row", { name, row: subject }) : name}
      closeButtonProps={{ "aria-label": t("panel.close") }}
      overlayProps={{ backgroundOpacity: 0.2 }}
      classNames={{ title: style.title ?? "" }}
    >
      <div className={style.panel}>
        {meaning ? <p className={style.sentence}>{meaning.sentence}</p> : null}
        {figure ? (
          <Filled figure={figure} numbers={numbers} against={against ?? []} words={words} />
        ) : null}
        {trend ? <OverTime trend={trend} figure={figure} words={words} /> : null}
        {meaning ? (
          <section>
            <h3>{t("panel.formula")}</h3>
            <p>{meaning.formula}</p>
            {meaning.traps.length ? (
              <>
                <h3>{t("panel.traps")}</h3>
                <ul>
                  {meaning.traps.map((trap) => (
                    <li key={trap}>{trap}</li>
                  ))}
                </ul>
              </>
            ) : null}
          </section>
        ) : null}
        <section aria-label={t("panel.records")}>
          <div className={style.heading}>
            <h3>
              {t("panel.records")}
              {first ? `: ${t("panel.count", { count: first.count })}` : null}
            </h3>
            {mayExport ? (
              <DownloadMenu
                label={t("panel.export")}
                href={fileOf("/measure/explain", { ...question, ...handle })}
              />
            ) : null}
          </div>
          {explained.error ? (
            <ErrorState title={errorWords(explained.error).title}>
              {errorWords(explained.error).detail}
            </ErrorState>
          ) : null}
          {explained.data && figure ? (
            <Records pages={explained.data.pages} figure={figure} words={words} />
          ) : null}
          {explained.hasNextPage ? (
            <Button
              variant="default"
              loading={explained.isFetchingNextPage}
              onClick={() => void explained.fetchNextPage()}
            >
              {t("panel.more")}
            </Button>
          ) : null}
        </section>
      </div>
    </Drawer>
  );
}

/** Whoever closes the panel is where he opened it: the page takes it away whole, so that it cannot do that itself. */
function useFocusBack() {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
}

/** The figure as its records make it: when the page showed an older one, the page is asked anew. */
function useCurrent(shown: Figure | undefined, counted: Figure | undefined): Figure | undefined {
  const client = useQueryClient();
  const differs = Boolean(shown && counted && shown.value !== counted.value);
  useEffect(() => {
    if (differs) void client.invalidateQueries({ queryKey: ["measure"] });
  }, [differs, client]);
  return differs ? counted : (shown ?? counted);
}

interface FilledProps {
  figure: Figure;
  numbers: Answered;
  against: HeldAgainst[];
  words: Words;
}

/** The figures behind the figure, filled in. */
function Filled({ figure, numbers, against, words }: FilledProps) {
  const { t, figures, format } = words;
  const { comparison, unit } = figure;
  const reference = numbers.compared_with ? periodName(numbers.compared_with, format) : "";
  const of = (value: number | null | undefined) => figures.value(value, unit, true);
  const facts: [label: string, value: string][] = [
    [t("panel.n"), format.number(figure.n)],
    [t("panel.fraction"), figures.fraction(figure)],
    [t("panel.interval"), figures.interval(figure)],
    [reference, comparison ? `${of(comparison.value)} (n = ${format.number(comparison.n)})` : ""],
    [t("panel.change"), figures.verdict(comparison, unit)],
  ];
  const held = against.map((one) => againstWords(one, unit, words));
  const notes = figure.value === null ? [whyNone(figure, words)] : notesOf(figure, words);
  return (
    <section aria-label={t("panel.figures")}>
      <p className={style.figure}>{figures.of(figure, true)}</p>
      <dl className={style.facts}>
        {facts
          .filter(([label, value]) => label && value)
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {held.length ? (
        <ul className={style.notes} aria-label={t("panel.against")}>
          {held.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : null}
      {notes.length ? (
        <ul className={style.notes} aria-label={t("panel.notes")}>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

interface OverTimeProps {
  trend: Trend;
  figure?: Figure | undefined;
  words: Words;
}

/** The trend line as a table, for those who want the figures. */
function OverTime({ trend, figure, words }: OverTimeProps) {
  const { t, figures, format } = words;
  if (!figure) return null;
  // A moment is written as its day.
  const label = (text: string) =>
    periodName(text.includes("T") ? format.dayOf(text) : text, format);
  return (
    <details className={style.overTime}>
      <summary>{t("panel.over_time")}</summary>
      <table>
        <tbody>
          {trend.labels.map((text, at) => (
            <tr key={text}>
              <th scope="row">{label(text)}</th>
              <td>{figures.value(trend.values[at], figure.unit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

interface RecordsProps {
  pages: Explained[];
  figure: Figure;
  words: Words;
}

function Records({ pages, figure, words }: RecordsProps) {
  const { t } = words;
  const refs: Refs = Object.assign({}, ...pages.map((page) => page.refs));
  const records = pages.flatMap((page) => page.records);
  if (records.length === 0) return <p>{t("panel.none")}</p>;
  return (
    <ul className={style.records}>
      {records.map((record, at) => (
        // A record can stand in a number more than once, as a deal does with two products.
        // biome-ignore lint/suspicious/noArrayIndexKey: pages are only ever added at the end.
        <li key={`${record.id}-${at}`}>
          <Linked id={record.id} refs={refs} />
          <Adds record={record} figure={figure} words={words} />
        </li>
      ))}
    </ul>
  );
}

/** What a record adds to the number: above the line, an amount, a time. */
function Adds({ record, figure, words }: { record: Counted; figure: Figure; words: Words }) {
  const { t, figures } = words;
  const isRatio = typeof figure.denominator === "number";
  const amount =
    typeof record.amount === "number" ? added(figures, record.amount, figure.unit, isRatio) : "";
  return (
    <span className={style.adds}>
      {amount}
      {isRatio && record.hit ? (
        <span title={t("panel.hit")}>
          <IconCheck size={14} stroke={2} aria-label={t("panel.hit")} role="img" />
        </span>
      ) : null}
    </span>
  );
}
