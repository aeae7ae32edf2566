import { Checkbox, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { useFormat } from "@/i18n/FormatProvider";
import { changeRule, setField, setId } from "./mapping";
import style from "./Steps.module.css";
import { slugOf } from "./slug";
import type { Column, DateOrder, FileMap, Mapping, Rule, Target } from "./types";

interface Props {
  at: number;
  file: FileMap;
  column: Column;
  targets: Target[];
  change: (edit: (mapping: Mapping) => Mapping) => void;
}

const KINDS = ["text", "number", "money", "date", "choice", "yes_no", "link"] as const;
const ORDERS: DateOrder[] = ["ymd", "dmy", "mdy", "serial"];
const RECORDS = ["company", "contact", "lead", "deal", "activity"];

/** One column of a file: what is in it, and what it becomes. */
export function ColumnRow({ at, file, column, targets, change }: Props) {
  const { t } = useTranslation("import");
  const format = useFormat();
  const { fields } = useCatalogue();
  const rule = file.columns[column.name];
  const target = targets.find((one) => one.field === rule?.field);
  const own = fields.filter((field) => field.on === file.entity && !field.removed_at);
  const fresh = `custom.${slugOf(column.name)}`;
  const isOwn = (field: string) => own.some((one) => `custom.${one.slug}` === field);
  const makes = rule?.field.startsWith("custom.") && !isOwn(rule.field) ? rule : undefined;
  const made = makes?.field ?? fresh;

  const data = grouped(t, {
    known: targets.map(({ field }) => ({ value: field, label: t(`field.${field}`) })),
    own: own.map((field) => ({ value: `custom.${field.slug}`, label: field.name })),
    fresh:
      RECORDS.includes(file.entity) && !isOwn(made)
        ? [{ value: made, label: t("field_new", { name: makes?.name ?? column.name }) }]
        : [],
  });
  const dated = target?.takes === "date" || target?.takes === "instant" || makes?.kind === "date";
  const counted =
    target?.takes === "money" || target?.takes === "number" || makes?.kind === "money";
  const patch = (values: Parameters<typeof changeRule>[2]) =>
    change(changeRule(at, column.name, values));
  const of = (field: string) => t("of_column", { field, column: column.name });

  return (
    <li className={style.column} data-left={rule ? undefined : true}>
      <div className={style.what}>
        <strong>{column.name}</strong>
        <span className={style.samples} title={column.samples.join("\n")}>
          {column.samples.slice(0, 3).join(" · ") || t("column_empty")}
        </span>
        <small>
          {t("filled", {
            filled: format.number(column.filled),
            distinct: format.number(column.distinct),
          })}
        </small>
      </div>
      <div className={style.becomes}>
        <Select
          aria-label={t("becomes", { column: column.name })}
          data={data}
          value={rule?.field ?? null}
          placeholder={t(file.id.includes(column.name) ? "only_id" : "not_imported")}
          searchable
          clearable
          clearButtonProps={{ "aria-label": t("leave_out", { column: column.name }) }}
          nothingFoundMessage={t("no_field")}
          onChange={(field) =>
            change((mapping) => {
              const next = setField(at, column.name, field)(mapping);
              return field === fresh && !isOwn(fresh)
                ? changeRule(at, column.name, { kind: likely(column), name: column.name })(next)
                : next;
            })
          }
        />
        {makes ? (
          <Select
            aria-label={of(t("kind_of_value"))}
            data={KINDS.map((value) => ({ value, label: t(`value_kind.${value}`) }))}
            value={makes.kind ?? "text"}
            allowDeselect={false}
            onChange={(kind) => patch({ kind: kind as Rule["kind"] })}
          />
        ) : null}
        {dated ? (
          <Select
            aria-label={of(t("date_order"))}
            allowDeselect={false}
            data={ORDERS.map((value) => ({ value, label: t(`date_orders.${value}`) }))}
            value={rule?.date ?? column.date}
            placeholder={t("date_order")}
            onChange={(date) => patch({ date: date as DateOrder | null })}
          />
        ) : null}
        {counted ? (
          <Select
            aria-label={of(t("decimal"))}
            allowDeselect={false}
            data={[",", "."].map((value) => ({
              value,
              label: t(value === "," ? "decimals.comma" : "decimals.point"),
            }))}
            value={rule?.decimal ?? column.decimal}
            placeholder={t("decimal")}
            onChange={(decimal) => patch({ decimal })}
          />
        ) : null}
        {dated && column.ambiguous && !rule?.date ? (
          <p className={style.hint}>{t("ambiguous_date")}</p>
        ) : null}
        {counted && column.ambiguous && !rule?.decimal ? (
          <p className={style.hint}>{t("ambiguous_decimal")}</p>
        ) : null}
        {counted && column.scaled ? <p className={style.hint}>{t("scaled")}</p> : null}
        {rule || file.id.includes(column.name) ? (
          <Checkbox
            label={t("tells_apart")}
            aria-label={of(t("tells_apart"))}
            checked={file.id.includes(column.name)}
            onChange={(event) => {
              const rest = file.id.filter((one) => one !== column.name);
              change(setId(at, event.currentTarget.checked ? [...rest, column.name] : rest));
            }}
          />
        ) : null}
      </div>
    </li>
  );
}

interface Choice {
  value: string;
  label: string;
}

/** The fields to choose from, those of a group together; empty groups are left out. */
function grouped(t: (key: string) => string, groups: Record<"known" | "own" | "fresh", Choice[]>) {
  const named = [
    { group: t("fields_known"), items: groups.known },
    { group: t("fields_own"), items: groups.own },
    { group: t("fields_new"), items: groups.fresh },
  ];
  return named.filter(({ items }) => items.length > 0);
}

/** The kind of field that fits what the cells look like. */
function likely(column: Column): NonNullable<Rule["kind"]> {
  switch (column.looks) {
    case "number":
    case "money":
    case "date":
    case "yes_no":
      return column.looks;
    default:
      return "text";
  }
}
