import { Button, SegmentedControl } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { listQuery, useCommand } from "@/api/records";
import { type AnyRecord, RECORD_KINDS, type RecordKind } from "@/api/types";
import { errorWords } from "@/app/errors";
import { A } from "@/components/A";
import { Page } from "@/components/Page";
import { EmptyState, ErrorState } from "@/components/States";
import { DataTable } from "@/components/table/DataTable";
import { toast } from "@/components/toast";
import { useFormat } from "@/i18n/FormatProvider";
import { pageOf, titleOf } from "@/records/names";

/** What was removed, and the way back. */
export default function BinPage() {
  const { t } = useTranslation("bin");
  const { t: records } = useTranslation("records");
  const format = useFormat();
  const asked = useSearch({ from: "/app/bin" }).kind;
  const navigate = useNavigate({ from: "/bin" });
  const kind: RecordKind = RECORD_KINDS.find((one) => one === asked) ?? "deal";
  const list = useInfiniteQuery(
    listQuery(kind, { filter: ["removed:eq:true"], sort: "-updated_at" }),
  );
  const { fetchNextPage } = list;
  const onMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const rows: AnyRecord[] = (list.data?.pages ?? []).flatMap((page) => page.items as AnyRecord[]);

  return (
    <Page
      title={t("title")}
      controls={
        <SegmentedControl
          size="xs"
          aria-label={t("kind")}
          value={kind}
          onChange={(next) => void navigate({ search: { kind: next } })}
          data={RECORD_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
      }
    >
      {list.isError ? (
        <ErrorState title={errorWords(list.error).title} onRetry={() => void list.refetch()}>
          {errorWords(list.error).detail}
        </ErrorState>
      ) : (
        <DataTable
          label={t("title")}
          rows={rows}
          rowId={(record) => record.id}
          rowHref={(record) => pageOf(kind, record.id)}
          more={list.hasNextPage}
          onMore={onMore}
          columns={[
            {
              id: "name",
              header: records(`kind.${kind}`),
              cell: (record) => <A href={pageOf(kind, record.id)}>{titleOf(kind, record)}</A>,
            },
            {
              id: "removed_at",
              header: t("removed_at"),
              width: 180,
              cell: (record) => (record.removed_at ? format.dateTime(record.removed_at) : "–"),
            },
            {
              id: "restore",
              header: records("remove.restore"),
              width: 130,
              cell: (record) => <Restore kind={kind} record={record} />,
            },
          ]}
          compact={(record) => (
            <>
              <strong>{titleOf(kind, record)}</strong>
              <span>{record.removed_at ? format.dateTime(record.removed_at) : null}</span>
            </>
          )}
          empty={
            list.isPending ? null : (
              <EmptyState icon={IconTrash} title={t("empty.title")}>
                {t("empty.text")}
              </EmptyState>
            )
          }
        />
      )}
    </Page>
  );
}

function Restore({ kind, record }: { kind: RecordKind; record: AnyRecord }) {
  const { t } = useTranslation("records");
  const command = useCommand(kind);
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={command.isPending}
      onClick={() =>
        command.mutate(
          { id: record.id, command: "restore" },
          { onSuccess: () => toast(t("remove.restored", { title: titleOf(kind, record) })) },
        )
      }
    >
      {t("remove.restore")}
    </Button>
  );
}
