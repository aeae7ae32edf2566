import type { components } from "@/api/schema";
import type { Catalogue } from "@/api/types";

// What a workspace sets up, as the catalogue answers it.

type Schemas = components["schemas"];

/** What every entry has. */
export type Entry = Schemas["Competitor"];
export type Workspace = Schemas["Workspace"];
export type Pipeline = Schemas["Pipeline"];
export type Stage = Schemas["Stage"];
export type Action = Schemas["PlaybookAction"];
export type Result = Schemas["PlaybookResult"];
export type Member = Schemas["Member"];
export type LossReason = Schemas["LossReason"];
export type CustomField = Schemas["Field"];
export type Choice = Schemas["Choice"];
export type Calendar = Schemas["Calendar"];
export type OpenHours = Schemas["OpenHours"];
export type Spend = Schemas["Spend"];
export type StageNorm = Schemas["StageNorm"];
export type Target = Schemas["Target"];
export type TargetValue = Schemas["TargetValue"];
export type Metric = Schemas["TargetMetric"];
export type Period = Schemas["TargetPeriod"];
export type Whom = Schemas["Whom"];

export const ROLES: Schemas["Role"][] = ["owner", "manager", "seller", "read_only"];
export const SCOPES: Schemas["Scope"][] = ["own", "team", "all"];

export const CHANNELS: Schemas["Channel"][] = [
  "website",
  "search",
  "advertising",
  "social",
  "email",
  "phone",
  "event",
  "referral",
  "partner",
  "outbound",
  "other",
];

export const COLOURS = ["grey", "petrol", "amber", "red", "green", "blue", "violet"] as const;

export const FIELD_KINDS: Schemas["FieldKind"][] = [
  "text",
  "number",
  "money",
  "date",
  "choice",
  "multi_choice",
  "yes_no",
  "person",
  "link",
];

/** Kinds of entry as the paths name them. */
export interface EntryOf {
  workspace: Workspace;
  pipelines: Pipeline;
  teams: Schemas["Team"];
  members: Member;
  sources: Schemas["Source"];
  campaigns: Schemas["Campaign"];
  products: Schemas["Product"];
  "loss-reasons": LossReason;
  competitors: Entry;
  tags: Schemas["Tag"];
  fields: CustomField;
  calendars: Calendar;
  spends: Spend;
}
export type EntryKind = keyof EntryOf;

/** The entries of a kind, those no longer offered included. */
export function entriesOf<K extends EntryKind>(kind: K, catalogue: Catalogue): EntryOf[K][] {
  const lists: { [One in EntryKind]: EntryOf[One][] } = {
    ...catalogue,
    workspace: [catalogue.workspace],
    "loss-reasons": catalogue.loss_reasons,
  };
  return lists[kind];
}

export const offered = <E extends { removed_at: string | null }>(entries: E[]): E[] =>
  entries.filter((entry) => !entry.removed_at);
