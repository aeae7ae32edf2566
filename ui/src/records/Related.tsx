import { Checkbox } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { listQuery, useCommand } from "@/api/records";
import type { Activity, RecordKind, RecordOf, Refs } from "@/api/types";
import { A } from "@/components/A";
import { Section } from "@/components/record/RecordLayout";
import { toast } from "@/components/toast";
import { useFormat } from "@/i18n/FormatProvider";
import { pageOf, titleOf } from "./names";
import style from "./Related.module.css";

interface Props<K extends RecordKind> {
  kind: K;
  title: string;
  filter: string[];
  sort?: string;
  /** Beside the name: value, status. */
  detail?: (record: RecordOf[K], refs: Refs) => ReactNode;
  action?: ReactNode;
}

/** The records of one kind that hang on this one. */
export function Related<K extends RecordKind>({
  kind,
  title,
  filter,
  sort,
  detail,
  action,
}: Props<K>) {
  const { t } = useTranslation("records");
  const list = useInfiniteQuery(listQuery(kind, { filter, sort, limit: 20 }));
  const page = list.data?.pages[0];
  return (
    <Section title={title} action={action}>
      {page?.items.length ? (
        <ul className={style.list}>
          {page.items.map((record) => (
            <li key={record.id} className={style.item}>
              <A href={pageOf(kind, record.id)} className={style.name}>
                {titleOf(kind, record)}
              </A>
              {detail ? <span className={style.detail}>{detail(record, page.refs)}</span> : null}
            </li>
          ))}
        </ul>
      ) : page ? (
        <p className={style.none}>{t("related.none")}</p>
      ) : null}
    </Section>
  );
}

/** What is planned with this party or deal; each can be ticked off here. */
export function Planned({ filter }: { filter: string }) {
  const { t } = useTranslation("records");
  const format = useFormat();
  const complete = useCommand("activity");
  const list = useInfiniteQuery(
    listQuery("activity", { filter: [filter, "status:eq:planned"], sort: "due_at", limit: 20 }),
  );
  const items = list.data?.pages[0]?.items ?? [];
  if (!items.length) return null;
  return (
    <Section title={t("related.planned")}>
      <ul className={style.list}>
        {items.map((activity) => (
          <li key={activity.id} className={style.planned}>
            <Checkbox
              radius="xl"
              aria-label={t("activity.complete")}
              checked={false}
              onChange={() =>
                complete.mutate(
                  { id: activity.id, command: "complete" },
                  { onSuccess: () => toast(t("activity.completed")) },
                )
              }
            />
            <div>
              <A href={pageOf("activity", activity.id)} className={style.name}>
                {titleOf("activity", activity) || t(`choice.kind.${activity.kind}`)}
              </A>
              <Due activity={activity} format={format} />
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Due({ activity, format }: { activity: Activity; format: ReturnType<typeof useFormat> }) {
  const { t } = useTranslation("records");
  if (!activity.due_at) return null;
  const late = new Date(activity.due_at) < new Date();
  return (
    <div className={late ? style.late : style.detail}>
      {format.dateTime(activity.due_at)}
      {late ? ` · ${t("activity.overdue")}` : null}
    </div>
  );
}
