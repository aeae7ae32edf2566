import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/FormatProvider";
import type { StepProps } from "./FilesStep";
import { isFor, setValue } from "./mapping";
import style from "./Steps.module.css";
import type { Column, Target } from "./types";

/** Columns whose cells must become one of a few words: statuses, kinds, outcomes. */
export function WordValues({ view, change }: StepProps) {
  const { t } = useTranslation("import");
  const format = useFormat();
  const columns = view.mapping.file.flatMap((file, at) => {
    const table = view.tables.find((one) => isFor(file, one));
    return (table?.columns ?? []).flatMap((column): [number, Column, Target][] => {
      const field = file.columns[column.name]?.field;
      const target = view.targets[file.entity]?.find((one) => one.field === field);
      return target?.takes === "words" && column.values.length ? [[at, column, target]] : [];
    });
  });
  return columns.map(([at, column, target]) => {
    const said = view.mapping.file[at]?.columns[column.name]?.values ?? {};
    return (
      <section key={`${at} ${column.name}`} className={style.block}>
        <h2>{t("words_of", { column: column.name, field: t(`field.${target.field}`) })}</h2>
        <ul className={style.lines}>
          {column.values.map(([value, rows]) => {
            const word = target.words.find((one) => one === value.toLowerCase());
            return (
              <li key={value} className={style.pair}>
                <span>
                  {value}
                  <small>{t("in_rows", { count: rows, number: format.number(rows) })}</small>
                </span>
                <Select
                  aria-label={t("value_becomes", { value })}
                  data={target.words.map((one) => ({
                    value: one,
                    label: t(`word.${target.field}.${one}`),
                  }))}
                  value={said[value] ?? word ?? null}
                  placeholder={t("value_unknown")}
                  clearable={!word}
                  allowDeselect={!word}
                  onChange={(to) => change(setValue(at, column.name, value, to))}
                />
              </li>
            );
          })}
        </ul>
      </section>
    );
  });
}
