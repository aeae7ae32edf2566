import { Button } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/api/records";
import type { Activity, Refs } from "@/api/types";
import { Section } from "@/components/record/RecordLayout";
import { toast } from "@/components/toast";
import { Linked } from "@/records/Linked";
import { RecordFrame } from "@/records/RecordFrame";
import style from "./ActivitiesPage.module.css";

export default function ActivityPage() {
  const { id } = useParams({ from: "/app/activities/$id" });
  return (
    <RecordFrame
      kind="activity"
      id={id}
      parts={(activity, refs) => ({
        actions: activity.status === "planned" ? <Actions activity={activity} /> : null,
        related: <About activity={activity} refs={refs} />,
      })}
    />
  );
}

function Actions({ activity }: { activity: Activity }) {
  const { t } = useTranslation("activities");
  const command = useCommand("activity");
  return (
    <>
      <Button
        loading={command.isPending}
        onClick={() =>
          command.mutate(
            { id: activity.id, command: "complete" },
            { onSuccess: () => toast(t("completed")) },
          )
        }
      >
        {t("complete")}
      </Button>
      <Button
        variant="default"
        onClick={() => command.mutate({ id: activity.id, command: "cancel" })}
      >
        {t("cancel")}
      </Button>
    </>
  );
}

function About({ activity, refs }: { activity: Activity; refs: Refs }) {
  const { t } = useTranslation("activities");
  const ids = [activity.deal, activity.lead, activity.company, activity.contact].filter(
    (id) => id !== null,
  );
  return (
    <Section title={t("about")}>
      {ids.map((id) =>
        refs[id] ? (
          <p key={id} className={style.about}>
            <Linked id={id} refs={refs} />
          </p>
        ) : null,
      )}
    </Section>
  );
}
