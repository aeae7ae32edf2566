import { Checkbox, SegmentedControl } from "@mantine/core";
import { IconActivity } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/api/records";
import type { Activity } from "@/api/types";
import { type ListSearch, one } from "@/app/search";
import { A } from "@/components/A";
import { EmptyState } from "@/components/States";
import { toast } from "@/components/toast";
import { titleOf } from "@/records/names";
import { RecordList } from "@/records/RecordList";
import style from "./ActivitiesPage.module.css";

const SHOWN = {
  planned: { always: ["status:eq:planned"], sort: "due_at" },
  done: { always: ["status:eq:done"], sort: "-done_at" },
  all: { always: [], sort: "-created_at" },
} as const;

export default function ActivitiesPage() {
  const { t } = useTranslation("activities");
  const search = useSearch({ strict: false }) as ListSearch & { shown?: string };
  const navigate = useNavigate();
  const asked = one(search.shown);
  const shown = asked === "done" || asked === "all" ? asked : "planned";

  return (
    <RecordList
      key={shown}
      kind="activity"
      title={t("title")}
      always={SHOWN[shown].always}
      defaultSort={SHOWN[shown].sort}
      compact={["kind", "due_at", "deal", "contact"]}
      name={(activity) => <Name activity={activity} />}
      before={
        <SegmentedControl
          size="xs"
          aria-label={t("shown.label")}
          value={shown}
          onChange={(next) =>
            void navigate({ to: "/activities", search: next === "planned" ? {} : { shown: next } })
          }
          data={(["planned", "done", "all"] as const).map((value) => ({
            value,
            label: t(`shown.${value}`),
          }))}
        />
      }
      empty={
        <EmptyState icon={IconActivity} title={t(`empty.${shown}`)}>
          {t("empty.text")}
        </EmptyState>
      }
    />
  );
}

/** Ticks off in place; the name opens what it is about. */
function Name({ activity }: { activity: Activity }) {
  const { t } = useTranslation("activities");
  const { t: records } = useTranslation("records");
  const complete = useCommand("activity");
  return (
    <span className={style.name}>
      {activity.status === "planned" ? (
        <Checkbox
          radius="xl"
          aria-label={t("complete")}
          checked={false}
          onChange={() =>
            complete.mutate(
              { id: activity.id, command: "complete" },
              { onSuccess: () => toast(t("completed")) },
            )
          }
        />
      ) : null}
      <A href={`/activities/${activity.id}`} className={style.link}>
        {titleOf("activity", activity) || records(`choice.kind.${activity.kind}`)}
      </A>
    </span>
  );
}
