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
                  {table.columns.map((column, at) => (
                    // Two columns can have the same name, as two intervals do.
                    // biome-ignore lint/suspicious/noArrayIndexKey: columns stay where they are.
                    <th key={at} scope="col">
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
                        // biome-ignore lint/suspicious/noArrayIndexKey: columns stay where they are.
                        <th key={at} scope="row">
                          {cell}
                        </th>
                      ) : (
                        // biome-ignore lint/suspicious/noArrayIndexKey: columns stay where they are.
                        <td key={at}>{cell}</td>
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
