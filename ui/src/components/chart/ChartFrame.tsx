import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import style from "./ChartFrame.module.css";

/** The same as the drawing, for who wants the figures. */
export interface ChartTable {
  columns: string[];
  rows: { key: string; cells: string[] }[];
}

interface Props {
  /** The finding, in a sentence. */
  title: string;
  /** The question: what is drawn, in which unit, over what. */
  question?: string | undefined;
  table?: ChartTable | undefined;
  children: ReactNode;
}

/** Around every drawing: what it says, what was asked, and the same as a table. */
export function ChartFrame({ title, question, table, children }: Props) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section className={style.frame} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {question ? <p className={style.question}>{question}</p> : null}
      {children}
      {table ? (
        <details className={style.table}>
          <summary>{t("chart.table")}</summary>
          <div className={style.scroll}>
            <table>
              <thead>
                <tr>
                  {table.columns.map((column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {table.rows.map(({ key, cells }) => (
                  <tr key={key}>
                    {cells.map((cell, at) =>
                      at === 0 ? (
                        <th key={table.columns[at]} scope="row">
                          {cell}
                        </th>
                      ) : (
                        <td key={table.columns[at]}>{cell}</td>
                      ),
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      ) : null}
    </section>
  );
}
