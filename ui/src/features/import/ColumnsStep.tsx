import { Switch, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { A } from "@/components/A";
import { ColumnRow } from "./ColumnRow";
import type { StepProps } from "./FilesStep";
import { isFor } from "./mapping";
import style from "./Steps.module.css";

/** What each column becomes, file by file. */
export function ColumnsStep({ view, change }: StepProps) {
  const { t } = useTranslation("import");
  const asked = Number(useSearch({ from: "/app/import/$id" }).file ?? -1);
  const [words, setWords] = useState("");
  const [open, setOpen] = useState(false);
  const places = view.mapping.file.flatMap((file, at) =>
    file.entity === "skip" || !view.tables.some((table) => isFor(file, table)) ? [] : [at],
  );
  const at = places.includes(asked) ? asked : places[0];
  const file = at === undefined ? undefined : view.mapping.file[at];
  const table = file && view.tables.find((one) => isFor(file, one));
  if (at === undefined || !file || !table) return <p>{t("nothing_chosen")}</p>;

  const problems = view.problems.filter((problem) => problem.file === at);
  const shown = table.columns.filter(
    (column) =>
      column.name.toLowerCase().includes(words.toLowerCase()) &&
      (!open || !file.columns[column.name]),
  );
  const left = table.columns.filter((column) => !file.columns[column.name]).length;
  return (
    <>
      {places.length > 1 ? (
        <nav className={style.files} aria-label={t("step.files")}>
          {places.map((place) => {
            const one = view.mapping.file[place];
            return (
              <A
                key={place}
                href={`/import/${view.id}?step=columns&file=${place}`}
                aria-current={place === at ? "page" : undefined}
              >
                {one?.name} <small>{t(`entity.${one?.entity}`)}</small>
              </A>
            );
          })}
        </nav>
      ) : null}
      <p className={style.intro}>{t("columns_text", { entity: t(`entity.${file.entity}`) })}</p>
      {problems.length ? (
        <ul className={style.problems}>
          {problems.map((problem) => (
            <li key={`${problem.code} ${problem.column} ${problem.field}`}>
              {problem.column ? <strong>{problem.column}: </strong> : null}
              {problem.detail}
            </li>
          ))}
        </ul>
      ) : null}
      <div className={style.tools}>
        <TextInput
          leftSection={<IconSearch size={14} aria-hidden />}
          aria-label={t("search_columns")}
          placeholder={t("search_columns")}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Switch
          label={t("only_left", { count: left })}
          checked={open}
          onChange={(event) => setOpen(event.currentTarget.checked)}
        />
      </div>
      <ul className={style.columns}>
        {shown.map((column) => (
          <ColumnRow
            key={column.name}
            at={at}
            file={file}
            column={column}
            targets={view.targets[file.entity] ?? []}
            change={change}
          />
        ))}
      </ul>
      {shown.length === 0 ? <p className={style.intro}>{t("no_columns")}</p> : null}
      <NotShown count={table.columns.length - shown.length} />
    </>
  );
}

function NotShown({ count }: { count: number }) {
  const { t } = useTranslation("import");
  return count > 0 ? <p className={style.intro}>{t("not_shown", { count })}</p> : null;
}
