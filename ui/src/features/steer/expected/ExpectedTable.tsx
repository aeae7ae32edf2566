import { useTranslation } from "react-i18next";
import type { ExpectedRevenue, Figure } from "@/api/types";
import type { Words } from "@/numbers/notes";
import table from "../Breakdown.module.css";
import { Cell } from "../Cell";
import { useOpen } from "../Opened";

interface Props {
  expected: ExpectedRevenue;
  nameOf: (when: string) => string;
  words: Words;
}

/** The same in figures, each to be opened. */
export function ExpectedTable({ expected, nameOf, words }: Props) {
  const { t } = useTranslation("expected");
  const open = useOpen();
  const cells = (name: string, figures: Figure[]) =>
    figures.map((figure) => (
      <Cell
        key={figure.metric}
        figure={figure}
        row={name}
        name={t(`column.${figure.metric}`)}
        words={words}
        onOpen={() => open(figure)}
      />
    ));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={table.scroll} tabIndex={0} aria-label={t("table")}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col" className={table.plain}>
              {t("expected_in")}
            </th>
            {expected.total.map(({ metric }) => (
              <th key={metric} scope="col" className={table.plain}>
                {t(`column.${metric}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr className={table.total}>
            <th scope="row">{t("all")}</th>
            {cells(t("all"), expected.total)}
          </tr>
          {expected.rows.map((row) => (
            <tr key={row.when}>
              <th scope="row">{nameOf(row.when)}</th>
              {cells(nameOf(row.when), row.figures)}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
