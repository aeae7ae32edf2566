import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconArchive, IconSearch } from "@tabler/icons-react";
import { type CSSProperties, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { InlineField } from "@/components/fields/InlineField";
import type { Field, FieldValue } from "@/components/fields/types";
import { toast } from "@/components/toast";
import { AddEntry } from "./AddEntry";
import style from "./EntryTable.module.css";
import { type Edit, useOffer, useTypedEdit, values } from "./edits";
import { NoLongerOffered } from "./NoLongerOffered";
import { type Entry, type EntryKind, type EntryOf, offered } from "./setUp";
import { explain } from "./words";

export interface Column<E> {
  field: Field;
  /** A share of the row, as in `grid-template-columns`. */
  width: string;
  value?: (entry: E) => FieldValue;
  shown?: (entry: E) => ReactNode;
  edit?: (value: FieldValue) => Edit<E>;
  /** Stands in for the whole cell, like a switch. */
  cell?: (entry: E) => ReactNode;
}

interface Props<K extends EntryKind> {
  kind: K;
  entries: EntryOf[K][];
  columns: Column<EntryOf[K]>[];
  /** Why nothing can be changed here; null when it can. */
  whyNot: string | null;
  currency: string;
  /** What a new entry of that name starts with; without it the table has no row to add. */
  fresh?: (name: string) => Partial<EntryOf[K]>;
  empty: string;
  /** What an entry is called, when it has no name of its own. */
  nameOf?: (entry: EntryOf[K]) => string;
  /** What can be done with an entry, instead of no longer offering it. */
  tools?: (entry: EntryOf[K]) => ReactNode;
}

const SEARCH_FROM = 20;
const AT_ONCE = 100;

const folded = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The entries of one kind: read as a table, each cell edited in place, the next one added below. */
export function EntryTable<K extends EntryKind>(props: Props<K>) {
  const { kind, columns, whyNot, currency, fresh, empty, tools } = props;
  const { t } = useTranslation("settings");
  const { t: common } = useTranslation();
  const [words, setWords] = useState("");
  const [most, setMost] = useState(AT_ONCE);
  const [refused, setRefused] = useState<{ id: string; why: string } | null>(null);
  const { remove, restore } = useOffer(kind);
  const entries = offered(props.entries) as EntryOf[K][];
  const nameOf = props.nameOf ?? ((entry: EntryOf[K]) => (entry as Entry).name);
  const found = entries.filter((entry) => folded(nameOf(entry)).includes(folded(words.trim())));
  const grid = { "--columns": columns.map((column) => column.width).join(" ") } as CSSProperties;

  const removeEntry = async (entry: EntryOf[K]) => {
    try {
      await remove.mutateAsync(entry);
      setRefused(null);
      toast(t("removed", { name: nameOf(entry) }), {
        label: common("undo"),
        run: () => restore.mutate(entry.id),
      });
    } catch (error) {
      setRefused({ id: entry.id, why: explain(t)(error) });
    }
  };

  return (
    <>
      {entries.length > SEARCH_FROM ? (
        <TextInput
          className={style.search}
          leftSection={<IconSearch size={14} aria-hidden />}
          aria-label={t("search")}
          placeholder={t("search_placeholder", { count: entries.length })}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      ) : null}
      <table className={style.table} style={grid} aria-label={t(`kind.${kind}`)}>
        <thead>
          <tr className={style.head}>
            {columns.map((column) => (
              <th key={column.field.name} scope="col">
                {column.field.label}
              </th>
            ))}
            <th scope="col" aria-label={t("actions")} />
          </tr>
        </thead>
        <tbody>
          {found.slice(0, most).map((entry) => (
            <tr key={entry.id} className={style.row}>
              {columns.map((column) => (
                <td key={column.field.name} className={style.cell}>
                  <span className={style.label} aria-hidden>
                    {column.field.label}
                  </span>
                  {column.cell ? (
                    <div className={style.plain}>{column.cell(entry)}</div>
                  ) : (
                    <Cell
                      kind={kind}
                      entry={entry}
                      name={nameOf(entry)}
                      column={column}
                      whyNot={whyNot}
                      currency={currency}
                    />
                  )}
                </td>
              ))}
              <td className={style.tools}>
                {whyNot ? null : tools ? (
                  tools(entry)
                ) : (
                  <ActionIcon
                    aria-label={t("remove", { name: nameOf(entry) })}
                    title={t("remove_hint")}
                    onClick={() => void removeEntry(entry)}
                  >
                    <IconArchive size={16} stroke={1.5} aria-hidden />
                  </ActionIcon>
                )}
                {refused?.id === entry.id ? (
                  <p className={style.refused} role="alert">
                    {refused.why}
                  </p>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.length === 0 ? (
        <p className={style.empty}>{words ? t("nothing_found", { words }) : empty}</p>
      ) : null}
      {found.length > most ? (
        <Button variant="subtle" onClick={() => setMost(found.length)}>
          {t("show_all", { count: found.length })}
        </Button>
      ) : null}
      {fresh && !whyNot ? <AddEntry kind={kind} fresh={fresh} /> : null}
      {props.nameOf ? null : (
        <NoLongerOffered
          kind={kind}
          entries={props.entries as Entry[]}
          disabled={whyNot !== null}
        />
      )}
    </>
  );
}

interface CellProps<K extends EntryKind> {
  kind: K;
  entry: EntryOf[K];
  name: string;
  column: Column<EntryOf[K]>;
  whyNot: string | null;
  currency: string;
}

function Cell<K extends EntryKind>(props: CellProps<K>) {
  const { kind, entry, column, whyNot, currency } = props;
  const { t } = useTranslation("settings");
  const { onStart, save } = useTypedEdit(kind, entry);
  const { field } = column;
  const name = field.name as keyof EntryOf[K];
  const value = column.value ? column.value(entry) : (entry[name] as FieldValue);
  const words = field.options
    ? field.options.find((option) => option.value === value)?.label
    : (value as ReactNode);
  const readOnly = whyNot ?? field.readOnly;
  return (
    <InlineField
      bare
      field={{
        ...field,
        label: t("cell", { field: field.label, name: props.name }),
        ...(readOnly ? { readOnly } : {}),
      }}
      value={value}
      shown={(column.shown ? column.shown(entry) : words) || undefined}
      currency={currency}
      explain={explain(t)}
      onStart={onStart}
      onSave={(next) =>
        save(column.edit ? column.edit(next) : values({ [name]: next } as Partial<EntryOf[K]>))
      }
    />
  );
}
