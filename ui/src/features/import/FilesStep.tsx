import { Button, Menu, Select } from "@mantine/core";
import { IconAlertTriangle, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/FormatProvider";
import { addFile, mapsOf, setDress, setEntity } from "./mapping";
import { Sample } from "./Sample";
import style from "./Steps.module.css";
import { ENTITIES, type Entity, type Mapping, type ProposalView, type Table } from "./types";

export interface StepProps {
  view: ProposalView;
  change: (edit: (mapping: Mapping) => Mapping) => void;
}

const ENCODINGS = ["utf-8", "windows-1252", "utf-16le", "utf-16be", "iso-8859-15", "macintosh"];
const DELIMITERS = [",", ";", "\t", "|"];

/** What each file holds, and how its bytes are read. */
export function FilesStep({ view, change }: StepProps) {
  const { t } = useTranslation("import");
  return (
    <>
      <p className={style.intro}>{t("files_text")}</p>
      {view.tables.map((table) => (
        <TableCard key={`${table.file} ${table.sheet}`} table={table} view={view} change={change} />
      ))}
    </>
  );
}

function TableCard({ table, view, change }: StepProps & { table: Table }) {
  const { t } = useTranslation("import");
  const format = useFormat();
  const maps = mapsOf(view.mapping, table);
  const options = [...ENTITIES, "skip" as const].map((value) => ({
    value,
    label: t(`entity.${value}`),
  }));
  const unused = ENTITIES.filter(
    (entity) => !maps.some((at) => view.mapping.file[at]?.entity === entity),
  );
  const choose = (at: number | undefined, entity: Entity) =>
    change(
      at === undefined ? addFile(table, entity) : setEntity(at, entity, view.targets[entity] ?? []),
    );
  const name = table.sheet ? `${table.file} · ${table.sheet}` : table.file;
  return (
    <section className={style.card} aria-label={name}>
      <header className={style.cardHead}>
        <h2>{name}</h2>
        <span>
          {t("rows_columns", {
            rows: format.number(table.rows),
            columns: format.number(table.columns.length),
          })}
        </span>
      </header>
      <div className={style.choices}>
        {(maps.length ? maps : [undefined]).map((at, place) => (
          <Select
            key={at ?? "new"}
            label={t(place === 0 ? "holds" : "also_holds")}
            data={options}
            value={at === undefined ? "skip" : (view.mapping.file[at]?.entity ?? "skip")}
            allowDeselect={false}
            onChange={(entity) => choose(at, (entity ?? "skip") as Entity)}
          />
        ))}
        {table.dress ? (
          <>
            <Select
              label={t("encoding")}
              data={withPresent(ENCODINGS, table.dress.encoding).map((value) => ({
                value,
                label: value.toUpperCase(),
              }))}
              value={table.dress.encoding}
              allowDeselect={false}
              onChange={(encoding) => change(setDress(table, { encoding }))}
            />
            <Select
              label={t("delimiter")}
              data={withPresent(DELIMITERS, table.dress.delimiter).map((value) => ({
                value,
                label: t(`delimiters.${NAMES[value] ?? "other"}`, { sign: value }),
              }))}
              value={table.dress.delimiter}
              allowDeselect={false}
              onChange={(delimiter) => change(setDress(table, { delimiter }))}
            />
          </>
        ) : null}
      </div>
      {maps.length && unused.length ? (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPlus size={14} stroke={1.5} aria-hidden />}
            >
              {t("holds_more")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah={320} className={style.scrolling}>
            {unused.map((entity) => (
              <Menu.Item key={entity} onClick={() => change(addFile(table, entity))}>
                {t(`entity.${entity}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {table.dress?.damaged ? (
        <p className={style.attention}>
          <IconAlertTriangle size={16} stroke={1.5} aria-hidden />
          {t("damaged")}
        </p>
      ) : null}
      <Sample table={table} />
    </section>
  );
}

const NAMES: Record<string, string> = {
  ",": "comma",
  ";": "semicolon",
  "\t": "tab",
  "|": "bar",
};

function withPresent(known: string[], present: string): string[] {
  return known.includes(present) ? known : [present, ...known];
}
