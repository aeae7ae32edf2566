import { Select } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Figure, NumberRow } from "@/api/types";
import { errorWords } from "@/app/errors";
import { ErrorState } from "@/components/States";
import { writeValue } from "@/numbers/figures";
import { noteWords, type Words } from "@/numbers/notes";
import type { Question } from "@/numbers/question";
import { type Definitions, useWords } from "@/numbers/useNumbers";
import { numbersQuery } from "./api";
import style from "./Breakdown.module.css";
import { Cell } from "./Cell";
import { nameOfValue } from "./dimensions";
import { rowsOf, USUAL_ROWS } from "./question";
import { NAME, type NamedRow, sortRows } from "./sort";
import { useDimensions, useSteering } from "./useSteer";

interface Props {
  question: Question;
  metrics: string[];
  definitions: Definitions;
  onOpen: (metric: string, row?: string[]) => void;
}

/** More rows than this wait for a press. */
const MANY = 100;

/** The same numbers by person, team, source or whatever else, one row each. */
export function Breakdown({ question, metrics, definitions, onOpen }: Props) {
  const { t } = useTranslation("steer");
  const { steering, set } = useSteering();
  const dimensions = useDimensions();
  const by = rowsOf(steering);
  // Without a reference: what may be chance is judged over the numbers above, not over every cell.
  const asked = { ...question, compare_to: undefined };
  const { data, error } = useQuery({
    ...numbersQuery(asked, [], by),
    placeholderData: (before) => before,
  });
  const words = useWords(data?.currency ?? "EUR");
  const options = dimensions.map(({ id, label }) => ({ value: id, label }));
  const labelOf = (id: string | undefined) => dimensions.find((one) => one.id === id)?.label ?? "";
  const grouped = data?.group_by ?? by;
  const rows = (data?.rows ?? []).map((row) => ({
    row,
    names: row.values.map((value, at) =>
      nameOfValue(
        dimensions.find((one) => one.id === grouped[at]),
        value,
        t,
      ),
    ),
  }));
  const change = (next: string[]) =>
    set({ by: next.join() === USUAL_ROWS.join() ? undefined : next });

  return (
    <section className={style.section} aria-label={t("table.caption", { by: labelOf(by[0]) })}>
      <div className={style.head}>
        <h2>{t("table.title")}</h2>
        <Select
          aria-label={t("table.title")}
          className={style.choice}
          data={options}
          value={by[0] ?? null}
          allowDeselect={false}
          onChange={(next) => next && change([next, ...by.slice(1).filter((one) => one !== next)])}
        />
        <span>{t("table.then_by")}</span>
        <Select
          aria-label={t("table.then_by")}
          className={style.choice}
          data={[
            { value: "", label: t("table.no_rows") },
            ...options.filter((one) => one.value !== by[0]),
          ]}
          value={by[1] ?? ""}
          allowDeselect={false}
          onChange={(next) => change([...by.slice(0, 1), ...(next ? [next] : [])])}
        />
      </div>
      {(data?.notes ?? []).map((note) => (
        <p key={note.code} className={style.note}>
          {noteWords(note, null, words)}
        </p>
      ))}
      {error ? (
        <ErrorState title={errorWords(error).title}>{errorWords(error).detail}</ErrorState>
      ) : null}
      {data ? (
        <Table
          heads={grouped.map(labelOf)}
          totals={metrics.flatMap(
            (metric) => data.totals.find((figure) => figure.metric === metric) ?? [],
          )}
          rows={rows}
          words={words}
          nameOf={definitions.name}
          onOpen={onOpen}
        />
      ) : null}
    </section>
  );
}

interface TableProps {
  heads: string[];
  /** What the columns are, in their order. */
  totals: Figure[];
  rows: NamedRow<NumberRow>[];
  words: Words;
  nameOf: (metric: string) => string;
  onOpen: Props["onOpen"];
}

function Table({ heads, totals, rows, words, nameOf, onOpen }: TableProps) {
  const { t } = useTranslation("steer");
  const { steering, set } = useSteering();
  const [all, setAll] = useState(false);
  const sorted = sortRows(rows, steering.sort, words.format.locale);
  const shown = all ? sorted : sorted.slice(0, MANY);
  const headOf = (key: string, label: string) => (
    <SortHead
      key={key}
      label={label}
      sorted={
        steering.sort === key ? "ascending" : steering.sort === `-${key}` ? "descending" : "none"
      }
      // Names begin at A, figures at the largest.
      onSort={() => {
        const [usual, other] = key === NAME ? [key, `-${key}`] : [`-${key}`, key];
        set({ sort: steering.sort === usual ? other : usual });
      }}
    />
  );
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={style.scroll} tabIndex={0} aria-label={t("tiles")}>
        <table className={style.table}>
          <thead>
            <tr>
              {headOf(NAME, heads.join(" · "))}
              {totals.map(({ metric }) => headOf(metric, nameOf(metric)))}
            </tr>
          </thead>
          <tbody>
            <tr className={style.total}>
              <th scope="row">{t("table.total")}</th>
              {totals.map((figure) => (
                <Cell
                  key={figure.metric}
                  figure={figure}
                  row={t("table.total")}
                  name={nameOf(figure.metric)}
                  words={words}
                  onOpen={() => onOpen(figure.metric)}
                />
              ))}
            </tr>
            {shown.map(({ row, names }) => (
              <tr key={row.values.map(writeValue).join(" ")}>
                <th scope="row">{names.join(" · ")}</th>
                {totals.map(({ metric }) => {
                  const figure = row.figures.find((one) => one.metric === metric);
                  return figure ? (
                    <Cell
                      key={metric}
                      figure={figure}
                      row={names.join(", ")}
                      name={nameOf(metric)}
                      words={words}
                      onOpen={() => onOpen(metric, row.values.map(writeValue))}
                    />
                  ) : (
                    <td key={metric} />
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length === 0 ? <p className={style.note}>{t("table.empty")}</p> : null}
      {shown.length < rows.length ? (
        <button type="button" className={style.more} onClick={() => setAll(true)}>
          {t("table.more", { count: rows.length })}
        </button>
      ) : null}
    </>
  );
}

interface HeadProps {
  label: string;
  sorted: "ascending" | "descending" | "none";
  onSort: () => void;
}

/** The head of a column that rows are sorted by. */
export function SortHead({ label, sorted, onSort }: HeadProps) {
  const Arrow = sorted === "ascending" ? IconArrowUp : IconArrowDown;
  return (
    <th scope="col" aria-sort={sorted}>
      <button type="button" className={style.sort} onClick={onSort}>
        {label}
        {sorted === "none" ? null : <Arrow size={12} stroke={2} aria-hidden />}
      </button>
    </th>
  );
}
