import { Button } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import { useMember } from "@/api/session";
import { stringifySearch } from "@/app/search";
import { A } from "@/components/A";
import { EmptyState } from "@/components/States";
import { carried } from "./question";
import { useSteering } from "./useSteer";

/** Is this not for the reader, because it tells about the records of all? */
export function isForbidden(error: unknown): boolean {
  return isProblem(error) && error.status === 403;
}

/** What somebody sees who does not see all records: why, and the way to the own numbers. */
export function Forbidden() {
  const { t } = useTranslation("coaching");
  const { steering } = useSteering();
  const member = useMember();
  return (
    <EmptyState
      icon={IconUsers}
      title={t("forbidden.title")}
      action={
        member ? (
          <Button
            component={A}
            href={`/steer/people/${member.id}${stringifySearch(carried(steering))}`}
          >
            {t("forbidden.action")}
          </Button>
        ) : null
      }
    >
      {t("forbidden.text")}
    </EmptyState>
  );
}
