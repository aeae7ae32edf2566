import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { listQuery, totalsQuery } from "@/api/records";
import type { AnyRecord, RecordKind, RecordOf, Refs } from "@/api/types";
import { errorWords } from "@/app/errors";
import type { ListSearch } from "@/app/search";
import { A } from "@/components/A";
import { FilterBar } from "@/components/filter/FilterBar";
import { Page, type Tab } from "@/components/Page";
import { ErrorState } from "@/components/States";
import { ColumnChoice } from "@/components/table/ColumnChoice";
import { type Column, DataTable } from "@/components/table/DataTable";
import { useNarrow } from "@/components/useNarrow";
import { BulkBar } from "./BulkBar";
import { useColumns } from "./columns";
import { ExportMenu } from "./ExportMenu";
import { type RecordField, useFields } from "./fields";
import { pageOf, titleOf, titlesOf } from "./names";
import style from "./RecordList.module.css";
import { Totals } from "./Totals";
import { isEmpty, Value } from "./Value";
import { Views } from "./Views";

interface Props<K extends RecordKind> {
  kind: K;
  title: string;
  tabs?: Tab[];
  /** Filters that always hold here, beside the person's own. */
  always?: readonly string[];
  defaultSort?: string;
  /** The second line on the phone: the fields that matter most. */
  compact: string[];
  /** The first column instead of the record's title field. */
  name?: (record: RecordOf[K], refs: Refs) => ReactNode;
  /** Left of the filters: a switch between ready-made questions. */
  before?: ReactNode;
  extra?: Column<RecordOf[K]>[];
  empty: ReactNode;
  /** When filters find nothing. */
  emptyFiltered?: ReactNode;
}

/** A list of one kind of record: filters, sorting, columns, views, selection; all of it in the URL. */
export function RecordList<K extends RecordKind>(props: Props<K>) {
  const { kind, always, defaultSort = "-created_at" } = props;
  const { t } = useTranslation("records");
  const search = useSearch({ strict: false }) as ListSearch;
  const navigate = useNavigate();
  const fields = useFields(kind);
  const { workspace } = useCatalogue();
  const narrow = useNarrow();
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const own = search.filter ?? [];
  const filter = useMemo(() => [...(always ?? []), ...own], [always, own]);
  const sort = search.sort ?? defaultSort;
  const [columnNames, setColumns] = useColumns(kind, fields, search.view);

  const { list, totals, rows, refs, onMore } = useRows(kind, filter, sort);

  const setSearch = (next: Partial<ListSearch>) => {
    setSelected(new Set());
    const search = (before: ListSearch) => ({ ...before, ...next });
    void navigate({ to: ".", search, replace: true });
  };
  const titleField = TITLE_FIELDS[kind];
  const nameColumn: Column<RecordOf[K]> = {
    id: titleField,
    header: t(`kind.${kind}`),
    width: 240,
    sort: fields.find((field) => field.name === titleField)?.sort,
    cell: (record) => props.name?.(record, refs) ?? <Name kind={kind} record={record} />,
  };
  const choices = fields.filter((field) => field.name !== titleField && field.type !== "long_text");
  const shown = choices.filter((field) => columnNames.includes(field.name));
  const columns = [
    nameColumn,
    ...(props.extra ?? []),
    ...shown.map((field) => columnOf<RecordOf[K]>(field, refs)),
  ];
  const filterFields = [
    { name: "q", type: "text" as const, label: t("words") },
    ...fields.flatMap((field) => (field.filter ? [{ ...field, name: field.filter }] : [])),
  ];
  const titles = titlesOf(refs);

  return (
    <Page
      title={props.title}
      {...(props.tabs ? { tabs: props.tabs } : {})}
      controls={
        selected.size > 0 ? (
          <BulkBar kind={kind} ids={[...selected]} onDone={() => setSelected(new Set())} />
        ) : (
          <>
            {props.before}
            <Views
              kind={kind}
              search={search}
              columns={columnNames}
              onApply={setSearch}
              onColumns={setColumns}
            />
            <FilterBar
              fields={filterFields}
              value={own}
              titles={titles}
              currency={workspace.currency}
              onChange={(next) =>
                setSearch({ filter: next.length ? next : undefined } as Partial<ListSearch>)
              }
            />
            <div className={style.gap} />
            <Totals totals={totals} money={kind === "deal" || kind === "lead"} />
            <ExportMenu kind={kind} filter={filter} sort={sort} />
            {narrow ? null : (
              <ColumnChoice
                columns={[
                  { id: titleField, header: nameColumn.header },
                  ...choices.map((field) => ({ id: field.name, header: field.label })),
                ]}
                shown={[titleField, ...columnNames]}
                onChange={(next) => setColumns(next.filter((id) => id !== titleField))}
              />
            )}
          </>
        )
      }
    >
      {list.isError && rows.length === 0 ? (
        <ErrorState title={errorWords(list.error).title} onRetry={() => void list.refetch()}>
          {errorWords(list.error).detail}
        </ErrorState>
      ) : (
        <DataTable
          label={props.title}
          columns={columns}
          rows={rows}
          rowId={(record) => record.id}
          rowHref={(record) => pageOf(kind, record.id)}
          sort={sort}
          onSort={(next) => setSearch({ sort: next })}
          selected={selected}
          onSelect={setSelected}
          more={list.hasNextPage}
          onMore={onMore}
          compact={(record) => (
            <>
              <strong className={style.first}>{titleOf(kind, record)}</strong>
              <span className={style.second}>
                <Compact names={props.compact} fields={fields} record={record} refs={refs} />
              </span>
            </>
          )}
          empty={
            list.isPending ? null : own.length ? (props.emptyFiltered ?? props.empty) : props.empty
          }
        />
      )}
    </Page>
  );
}

function Name({ kind, record }: { kind: RecordKind; record: AnyRecord }) {
  return (
    <A href={pageOf(kind, record.id)} className={style.name}>
      {titleOf(kind, record)}
    </A>
  );
}

/** The rows read so far, and how many there are in all. */
function useRows<K extends RecordKind>(kind: K, filter: string[], sort: string) {
  const list = useInfiniteQuery({
    ...listQuery(kind, { filter, sort }),
    placeholderData: (before) => before,
  });
  const { data: totals } = useQuery({
    ...totalsQuery(kind, filter),
    placeholderData: (before) => before,
  });
  const rows = useMemo(() => (list.data?.pages ?? []).flatMap((page) => page.items), [list.data]);
  const refs = useMemo(
    () => Object.assign({}, ...(list.data?.pages ?? []).map((page) => page.refs)) as Refs,
    [list.data],
  );
  const { fetchNextPage, isFetchingNextPage } = list;
  const onMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  return { list, totals, rows, refs, onMore };
}

const TITLE_FIELDS: Record<RecordKind, string> = {
  deal: "title",
  company: "name",
  contact: "last_name",
  lead: "last_name",
  activity: "subject",
};

function columnOf<T extends AnyRecord>(field: RecordField, refs: Refs): Column<T> {
  return {
    id: field.name,
    header: field.label,
    ...(field.width ? { width: field.width } : {}),
    ...(["money", "number", "percent"].includes(field.type) ? { align: "right" as const } : {}),
    sort: field.sort,
    cell: (record) => <Value field={field} record={record} refs={refs} />,
  };
}

interface CompactProps {
  names: string[];
  fields: RecordField[];
  record: AnyRecord;
  refs: Refs;
}

function Compact({ names, fields, record, refs }: CompactProps) {
  const filled = names
    .map((name) => fields.find((field) => field.name === name))
    .filter((field) => field !== undefined)
    .filter((field) => !isEmpty(field.read(record)));
  return filled.map((field, at) => (
    <span key={field.name}>
      {at ? " · " : ""}
      <Value field={field} record={record} refs={refs} />
    </span>
  ));
}
