import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Figure } from "@/api/types";
import type { Words } from "@/numbers/notes";
import type { Question } from "@/numbers/question";
import table from "../Breakdown.module.css";
import { Cell } from "../Cell";
import style from "./PersonPage.module.css";
import { figuresQuery } from "./personApi";

interface Props {
  /** About this person, as of now or of the page's date. */
  question: Question;
  metrics: readonly string[];
  /** What they are now. */
  now: Figure[];
  /** The day it is held against; the last talk's unless another is chosen. */
  since: string | undefined;
  onSince: (day: string | undefined) => void;
  words: Words;
  nameOf: (metric: string) => string;
  onOpen: (figure: Figure, then: boolean) => void;
}

/** The same numbers as of two days: what changed since the last talk. */
export function Since(props: Props) {
  const { question, metrics, now, since, onSince, words, nameOf, onOpen } = props;
  const { t } = useTranslation("coaching");
  const { data } = useQuery({
    ...figuresQuery({ ...question, as_of: since }, metrics),
    enabled: since !== undefined,
  });
  const then = since ? (data?.totals ?? []) : [];
  const day = since ? words.format.date(since) : "";
  return (
    <section aria-label={t("since.title")}>
      <div className={style.head}>
        <h2>{since ? t("since.title_day", { day }) : t("since.title")}</h2>
        <TextInput
          type="date"
          aria-label={t("since.label")}
          value={since ?? ""}
          max={(question.as_of ?? words.format.today()).slice(0, 10)}
          onChange={(event) => onSince(event.currentTarget.value || undefined)}
        />
      </div>
      <p className={style.note}>{since ? t("since.text") : t("since.none")}</p>
      {then.length ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <section className={table.scroll} tabIndex={0} aria-label={t("since.table")}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col" className={table.plain}>
                  {t("since.number")}
                </th>
                <th scope="col" className={table.plain}>
                  {t("since.then", { day })}
                </th>
                <th scope="col" className={table.plain}>
                  {t("since.now")}
                </th>
              </tr>
            </thead>
            <tbody>
              {then.map((before) => {
                const after = now.find(({ metric }) => metric === before.metric);
                const name = nameOf(before.metric);
                return (
                  <tr key={before.metric}>
                    <th scope="row">{name}</th>
                    <Cell
                      figure={before}
                      row={t("since.then", { day })}
                      name={name}
                      words={words}
                      onOpen={() => onOpen(before, true)}
                    />
                    {after ? (
                      <Cell
                        figure={after}
                        row={t("since.now")}
                        name={name}
                        words={words}
                        onOpen={() => onOpen(after, false)}
                      />
                    ) : (
                      <td />
                    )}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
      ) : null}
    </section>
  );
}
