import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { useCreate } from "@/api/records";
import { timelineQuery } from "@/api/timeline";
import type { Activity, AnyRecord, RecordKind, Refs } from "@/api/types";
import { showError } from "@/app/errors";
import { Frozen } from "@/components/Frozen";
import { type Composed, Composer } from "@/components/record/Composer";
import { Timeline } from "@/components/record/Timeline";
import { useFormat } from "@/i18n/FormatProvider";
import { useAllFields } from "./fields";
import { tell } from "./tell";
import { useWhyNot } from "./useWhyNot";

/** The middle of a record page: write something, and everything that happened. */
export function Story({ kind, record }: { kind: RecordKind; record: AnyRecord }) {
  const { t } = useTranslation("records");
  const format = useFormat();
  const catalogue = useCatalogue();
  const fields = useAllFields();
  const why = useWhyNot();
  const create = useCreate("activity");
  const timeline = useInfiniteQuery(timelineQuery(kind, record.id));
  const pages = timeline.data?.pages ?? [];
  const refs = Object.assign({}, ...pages.map((page) => page.refs)) as Refs;
  const activities = Object.assign({}, ...pages.map((page) => page.activities)) as Record<
    string,
    Activity
  >;
  const items = pages
    .flatMap((page) => page.items)
    .map((event) =>
      tell(event, { t, format, catalogue, fields, refs, activities, here: record.id }),
    )
    .filter((item) => item !== null);

  const send = async (composed: Composed) => {
    try {
      await create.mutateAsync({
        key: crypto.randomUUID(),
        body: activityOf(composed, kind, record),
      });
    } catch (error) {
      showError(error);
      throw error;
    }
  };

  return (
    <>
      {record.removed_at ? null : (
        <Frozen why={why}>
          <Composer
            outcomes={["reached", "no_answer"].map((value) => ({
              value,
              label: t(`outcome.${value}`),
            }))}
            onSend={send}
          />
        </Frozen>
      )}
      {timeline.isPending ? null : (
        <Timeline
          items={items}
          end={
            timeline.hasNextPage ? (
              <Button
                variant="subtle"
                color="gray"
                loading={timeline.isFetchingNextPage}
                onClick={() => void timeline.fetchNextPage()}
              >
                {t("event.show_older")}
              </Button>
            ) : null
          }
        />
      )}
    </>
  );
}

/** The activity hangs on this record and on what it belongs to, so that it shows on all their pages. */
export function activityOf(
  composed: Composed,
  kind: RecordKind,
  record: AnyRecord,
): Record<string, unknown> {
  const { text, planned, at, outcome } = composed;
  const when = at ? new Date(at).toISOString() : null;
  const party = record as { company?: string | null; contact?: string | null };
  return {
    kind: composed.kind,
    status: planned ? "planned" : "done",
    // A task is named by its words; what was said or written is a text.
    ...(composed.kind === "task" ? { subject: text } : { body: text || null }),
    ...(composed.kind === "note" || composed.kind === "task" ? {} : { direction: "out" }),
    due_at: planned ? when : null,
    done_at: planned ? null : when,
    outcome,
    [kind]: record.id,
    ...(kind === "deal" || kind === "lead"
      ? { company: party.company ?? null, contact: party.contact ?? null }
      : {}),
    ...(kind === "contact" ? { company: party.company ?? null } : {}),
  };
}
