import {
  IconArrowRight,
  IconBell,
  IconCalendarEvent,
  IconCheck,
  IconCircleCheck,
  IconCircleX,
  IconFile,
  IconGitMerge,
  IconMail,
  IconMapPin,
  IconMessage,
  IconNote,
  IconPencil,
  IconPhone,
  IconPlus,
  IconPresentation,
  IconRotate,
  IconTrash,
  IconUser,
} from "@tabler/icons-react";
import type { TFunction } from "i18next";
import type {
  Activity,
  ActivityKind,
  AnyRecord,
  Catalogue,
  Refs,
  TimelineEntry,
} from "@/api/types";
import { A } from "@/components/A";
import type { TimelineItem } from "@/components/record/Timeline";
import type { Format } from "@/i18n/format";
import type { RecordField } from "./fields";
import { pageOf } from "./names";
import { isEmpty, Value } from "./Value";

export interface Telling {
  t: TFunction<"records">;
  format: Format;
  catalogue: Catalogue;
  /** The fields of each kind of record: a company's story tells of its deals too. */
  fields: Partial<Record<string, RecordField[]>>;
  refs: Refs;
  /** The activities the events speak of, as they are now. */
  activities: Record<string, Activity>;
  /** The record whose page this is. */
  here: string;
}

const ACTIVITY_ICONS: Record<ActivityKind, TimelineItem["icon"]> = {
  call: IconPhone,
  email: IconMail,
  message: IconMessage,
  meeting: IconCalendarEvent,
  visit: IconMapPin,
  demo: IconPresentation,
  task: IconBell,
  note: IconNote,
};

const ICONS: Record<string, TimelineItem["icon"]> = {
  created: IconPlus,
  assigned: IconUser,
  moved: IconArrowRight,
  won: IconCircleCheck,
  lost: IconCircleX,
  reopened: IconRotate,
  qualified: IconCheck,
  disqualified: IconCircleX,
  converted: IconArrowRight,
  removed: IconTrash,
  restored: IconRotate,
  merged: IconGitMerge,
  absorbed: IconGitMerge,
  file_added: IconFile,
  file_removed: IconFile,
};

/** Puts one event of the log into words for a timeline; null when it says nothing to a person. */
export function tell(event: TimelineEntry, telling: Telling): TimelineItem | null {
  const item = tellPlainly(event, telling);
  const { kind, id } = event.subject;
  if (!item || id === telling.here || kind === "activity") return item;
  // A company's story tells of its deals too: then it says which.
  const name = telling.refs[id]?.title;
  if (!name) return item;
  return {
    ...item,
    title: (
      <>
        {item.title} · <A href={pageOf(kind, id)}>{name}</A>
      </>
    ),
  };
}

function tellPlainly(event: TimelineEntry, telling: Telling): TimelineItem | null {
  const { t, catalogue } = telling;
  if (event.kind === "ranked") return null;
  const who = catalogue.members.find((one) => one.id === event.actor)?.name ?? t("event.program");
  if (event.subject.kind === "activity" && event.subject.id !== telling.here) {
    return tellActivity(event, who, telling);
  }
  const base = {
    id: String(event.seq),
    at: event.occurred_at,
    icon: ICONS[event.kind] ?? IconPencil,
  };
  const reason = (id: unknown) =>
    catalogue.loss_reasons.find((one) => one.id === id)?.name ?? t("event.no_reason");
  const stage = (id: unknown) =>
    catalogue.pipelines.flatMap((one) => one.stages).find((one) => one.id === id)?.name ?? "–";

  switch (event.kind) {
    case "created":
      return {
        ...base,
        tone: "quiet",
        title: event.origin === "import" ? t("event.imported") : t("event.created", { who }),
      };
    case "changed":
      return { ...base, tone: "quiet", ...changes(event, who, telling) };
    case "assigned": {
      const owner = catalogue.members.find((one) => one.id === event.set.owner)?.name;
      return {
        ...base,
        tone: "quiet",
        title: owner ? t("event.assigned", { who, owner }) : t("event.unassigned", { who }),
      };
    }
    case "moved":
      return {
        ...base,
        title: t("event.moved", { who, from: stage(event.was.stage), to: stage(event.set.stage) }),
      };
    case "won":
      return { ...base, tone: "won", title: t("event.won", { who }) };
    case "lost":
      return {
        ...base,
        tone: "lost",
        title: t("event.lost", { who, reason: reason(event.set.loss_reason) }),
        body: event.set.loss_note ? String(event.set.loss_note) : undefined,
      };
    case "disqualified":
      return {
        ...base,
        tone: "lost",
        title: t("event.disqualified", { who, reason: reason(event.set.disqualify_reason) }),
        body: event.set.disqualify_note ? String(event.set.disqualify_note) : undefined,
      };
    default: {
      const known = KNOWN.has(event.kind) ? event.kind : "other";
      return { ...base, title: t(`event.${known}`, { who }) };
    }
  }
}

const KNOWN = new Set([
  "reopened",
  "contacted",
  "qualified",
  "converted",
  "completed",
  "cancelled",
  "removed",
  "restored",
  "merged",
  "absorbed",
  "repointed",
  "retracted",
  "corrected",
  "erased",
  "file_added",
  "file_removed",
]);

/** An activity is told once, when it came to be; later changes show in its own state. */
function tellActivity(event: TimelineEntry, who: string, telling: Telling): TimelineItem | null {
  if (event.kind !== "created" && event.kind !== "completed") return null;
  const { t, format } = telling;
  const now = telling.activities[event.subject.id];
  const activity = { ...(event.set as Partial<Activity>), ...now };
  const kind = activity.kind ?? "note";
  const words = t(`choice.kind.${kind}`);
  const due = event.set.due_at;
  const planned = event.kind === "created" && event.set.status !== "done" && kind !== "note";
  const outcome =
    activity.outcome === "reached" || activity.outcome === "no_answer"
      ? t(`outcome.${activity.outcome}`)
      : activity.outcome;
  const inline = words.toLocaleLowerCase(format.locale);
  const title = planned
    ? t(due ? "event.activity_planned" : "event.activity_noted", {
        who,
        kind: inline,
        when: due ? format.dateTime(String(due)) : "",
      })
    : t(event.kind === "completed" ? "event.activity_completed" : "event.activity_done", {
        who,
        kind: event.kind === "completed" ? inline : words,
      });
  return {
    id: String(event.seq),
    at: event.occurred_at,
    icon: ACTIVITY_ICONS[kind],
    title: outcome && !planned ? `${title} · ${outcome}` : title,
    body: activity.body ?? activity.subject ?? undefined,
  };
}

/** "Sanne changed value: € 9.000 → € 12.000" for one field, a list for several. */
function changes(
  event: TimelineEntry,
  who: string,
  { t, fields, refs, format, catalogue }: Telling,
) {
  const obtained = results(event, catalogue);
  if (obtained)
    return {
      title: t(`event.result_${obtained.now ? "obtained" : "open"}`, { who, name: obtained.name }),
    };
  const same = (field: RecordField) =>
    JSON.stringify(field.read(asRecord(event.was))) ===
    JSON.stringify(field.read(asRecord(event.set)));
  const touched = (fields[event.subject.kind] ?? []).filter((field) => {
    const [top = ""] = field.name.split(".");
    return (field.name in event.set || (top !== "custom" && top in event.set)) && !same(field);
  });
  const labels = touched.map((field) => field.label);
  const title = labels.length
    ? t("event.changed", { who, fields: format.list(labels) })
    : t("event.other", { who });
  const side = (field: RecordField, values: Record<string, unknown>) => {
    const value = field.read(asRecord(values));
    if (isEmpty(value)) return "–";
    return <Value field={field} record={asRecord(values)} refs={refs} />;
  };
  const body = touched
    .filter((field) => field.type !== "long_text")
    .map((field) => (
      <div key={field.name}>
        {field.label}: {side(field, event.was)} → {side(field, event.set)}
      </div>
    ));
  return body.length ? { title, body } : { title };
}

/** Events write custom fields as `custom.slug`; records hold them inside `custom`. */
function asRecord(values: Record<string, unknown>): AnyRecord {
  const custom: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith("custom.")) custom[name.slice(7)] = value;
    else rest[name] = value;
  }
  return { ...rest, custom } as unknown as AnyRecord;
}

/** A result of the playbook that was signed, or whose signature was taken back. */
function results(
  event: TimelineEntry,
  catalogue: Catalogue,
): { name: string; now: boolean } | null {
  const side = (values: Record<string, unknown>) => ({
    ...(values.results as object | undefined),
    ...Object.fromEntries(
      Object.entries(values)
        .filter(([name, value]) => name.startsWith("results.") && value)
        .map(([name, value]) => [name.slice(8), value]),
    ),
  });
  const [now, was] = [side(event.set), side(event.was)];
  const id =
    Object.keys(now).find((one) => !(one in was)) ?? Object.keys(was).find((one) => !(one in now));
  const known = catalogue.pipelines
    .flatMap((pipeline) => pipeline.stages)
    .flatMap((stage) => stage.results)
    .find((result) => result.id === id);
  return id && known ? { name: known.name, now: id in now } : null;
}
