import { useTranslation } from "react-i18next";
import style from "./Steps.module.css";
import type { Table } from "./types";

/** The first rows as they were read: whether the dress is right shows at a glance. */
export function Sample({ table }: { table: Table }) {
  const { t } = useTranslation("import");
  return (
    <section
      className={style.sample}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, by keyboard too
      tabIndex={0}
      aria-label={t("sample_of", { file: table.file })}
    >
      <table>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column.name} scope="col" title={column.name}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.samples.slice(0, 5).map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name
            <tr key={row}>
              {table.columns.map((column, at) => (
                <td key={column.name} title={cells[at]}>
                  {cells[at]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
