import { ActionIcon, Alert, Button, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { recordQuery, useCommand, useRemove } from "@/api/records";
import type { RecordKind, RecordOf, Refs } from "@/api/types";
import { errorWords } from "@/app/errors";
import { Frozen } from "@/components/Frozen";
import { Page } from "@/components/Page";
import { RecordLayout } from "@/components/record/RecordLayout";
import { ErrorState } from "@/components/States";
import { toast } from "@/components/toast";
import { useFormat } from "@/i18n/FormatProvider";
import { ErasePerson } from "./ErasePerson";
import { Facts } from "./Facts";
import { Files } from "./Files";
import { MERGEABLE, MergeDialog } from "./MergeDialog";
import { titleOf } from "./names";
import style from "./RecordFrame.module.css";
import { Story } from "./Story";
import { useWhyNot } from "./useWhyNot";

interface Parts {
  /** Buttons right of the name. */
  actions?: ReactNode;
  /** Under the name: stage, status, next step. */
  lines?: ReactNode;
  /** Above the facts. */
  before?: ReactNode;
  related: ReactNode;
  /** Fields the page shows elsewhere. */
  without?: string[];
}

interface Props<K extends RecordKind> {
  kind: K;
  id: string;
  parts: (record: RecordOf[K], refs: Refs) => Parts;
}

/** The page of one record, whatever its kind. */
export function RecordFrame<K extends RecordKind>({ kind, id, parts }: Props<K>) {
  const { t } = useTranslation("records");
  const why = useWhyNot();
  const query = useQuery(recordQuery(kind, id));

  if (query.isError && !query.data) {
    const { title, detail } = errorWords(query.error);
    return (
      <Page title={t(`kind.${kind}`)}>
        <ErrorState title={title} onRetry={() => void query.refetch()}>
          {detail}
        </ErrorState>
      </Page>
    );
  }
  if (!query.data) return <Page title={t(`kind.${kind}`)}>{null}</Page>;

  const { record, refs } = query.data;
  const title = titleOf(kind, record);
  const { actions, lines, before, related, without } = parts(record, refs);
  return (
    <Page title={t(`kind.${kind}`)} scroll>
      <RecordLayout
        top={
          <Frozen why={why}>
            <div className={style.head}>
              <h2 className={style.name}>{title}</h2>
              <div className={style.actions}>
                {record.removed_at ? null : actions}
                <More kind={kind} record={record} title={title} />
              </div>
            </div>
            {lines}
            {record.removed_at ? <InBin kind={kind} record={record} title={title} /> : null}
          </Frozen>
        }
        facts={
          <>
            {before}
            <Facts kind={kind} record={record} refs={refs} {...(without ? { without } : {})} />
          </>
        }
        story={<Story kind={kind} record={record} />}
        related={
          <Frozen why={why}>
            {related}
            <Files kind={kind} id={record.id} />
          </Frozen>
        }
      />
    </Page>
  );
}

interface PieceProps<K extends RecordKind> {
  kind: K;
  record: RecordOf[K];
  title: string;
}

function More<K extends RecordKind>({ kind, record, title }: PieceProps<K>) {
  const { t } = useTranslation("records");
  const { t: common } = useTranslation();
  const remove = useRemove(kind);
  const command = useCommand(kind);
  const [merging, setMerging] = useState(false);
  if (record.removed_at) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t("remove.more")} title={t("remove.more")}>
            <IconDots size={18} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {MERGEABLE.includes(kind) ? (
            <Menu.Item onClick={() => setMerging(true)}>{t("merge.menu")}</Menu.Item>
          ) : null}
          <Menu.Item
            onClick={() =>
              remove.mutate(
                { id: record.id, version: record.version },
                {
                  onSuccess: () =>
                    toast(t("remove.done", { title }), {
                      label: common("undo"),
                      run: () => command.mutate({ id: record.id, command: "restore" }),
                    }),
                },
              )
            }
          >
            {t("remove.action")}
          </Menu.Item>
          <ErasePerson kind={kind} id={record.id} title={title} />
        </Menu.Dropdown>
      </Menu>
      {merging ? (
        <MergeDialog kind={kind} record={record} title={title} onClose={() => setMerging(false)} />
      ) : null}
    </>
  );
}

function InBin<K extends RecordKind>({ kind, record, title }: PieceProps<K>) {
  const { t } = useTranslation("records");
  const format = useFormat();
  const command = useCommand(kind);
  return (
    <Alert color="gray" className={style.bin}>
      {t("remove.in_bin", { when: format.dateTime(record.removed_at ?? record.updated_at) })}{" "}
      <Button
        size="compact-sm"
        variant="default"
        onClick={() =>
          command.mutate(
            { id: record.id, command: "restore" },
            { onSuccess: () => toast(t("remove.restored", { title })) },
          )
        }
      >
        {t("remove.restore")}
      </Button>
    </Alert>
  );
}
