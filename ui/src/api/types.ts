// Written by hand after crates/domain until the generated schema replaces it.
import type { Money } from "@/i18n/format";

export type { Money };
export type Id = string;
export type Instant = string;
export type Day = string;

export const RECORD_KINDS = ["deal", "lead", "contact", "company", "activity"] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

export interface Touchpoint {
  source: Id | null;
  medium: string | null;
  campaign: Id | null;
}

export interface Address {
  street: string | null;
  postal_code: string | null;
  city: string | null;
}

export interface Labelled {
  value: string;
  label: string | null;
}

/** What every record has. */
export interface BaseRecord {
  id: Id;
  version: number;
  created_at: Instant;
  updated_at: Instant;
  removed_at: Instant | null;
  merged_into: Id | null;
  owner: Id | null;
  tags: Id[];
  custom: Record<string, unknown>;
}

export interface Deal extends BaseRecord {
  title: string;
  pipeline: Id;
  stage: Id;
  status: "open" | "won" | "lost";
  company: Id | null;
  contact: Id | null;
  lead: Id | null;
  value: Money | null;
  lines: DealLine[];
  expected_close: Day | null;
  gut_feeling: number | null;
  origin: Touchpoint;
  last_touch: Touchpoint;
  closed_at: Instant | null;
  loss_reason: Id | null;
  competitor: Id | null;
  loss_note: string | null;
  reopened: number;
  results: Record<Id, { at: Instant; by: Id | null }>;
  notes: string | null;
}

export interface DealLine {
  product: Id | null;
  description: string | null;
  quantity: string;
  unit_price: number;
  discount: string;
}

export type LeadStatus = "new" | "contacted" | "qualified" | "disqualified";

export interface Lead extends BaseRecord {
  status: LeadStatus;
  title: string | null;
  first_name: string | null;
  last_name: string | null;
  company_name: string | null;
  job_title: string | null;
  email: string | null;
  phone: string | null;
  website: string | null;
  city: string | null;
  region: string | null;
  country: string | null;
  industry: string | null;
  contact: Id | null;
  company: Id | null;
  products: Id[];
  value: Money | null;
  origin: Touchpoint;
  last_touch: Touchpoint;
  born: "typed" | "arrived" | "conversation" | "imported";
  disqualify_reason: Id | null;
  disqualify_note: string | null;
  converted_at: Instant | null;
  deal: Id | null;
  notes: string | null;
}

export interface Contact extends BaseRecord {
  first_name: string | null;
  last_name: string | null;
  salutation: string | null;
  job_title: string | null;
  emails: Labelled[];
  phones: Labelled[];
  company: Id | null;
  address: Address;
  region: string | null;
  country: string | null;
  language: string | null;
  origin: Touchpoint;
  notes: string | null;
}

export interface Company extends BaseRecord {
  name: string;
  website: string | null;
  email: string | null;
  phone: string | null;
  address: Address;
  region: string | null;
  country: string | null;
  industry: string | null;
  employees: number | null;
  annual_revenue: Money | null;
  vat_number: string | null;
  register_number: string | null;
  parent: Id | null;
  origin: Touchpoint;
  customer_since: Day | null;
  notes: string | null;
}

export const ACTIVITY_KINDS = [
  "call",
  "email",
  "message",
  "meeting",
  "visit",
  "demo",
  "task",
  "note",
] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

export interface Activity extends BaseRecord {
  kind: ActivityKind;
  status: "planned" | "done" | "cancelled";
  direction: "in" | "out" | null;
  subject: string | null;
  body: string | null;
  due_at: Instant | null;
  done_at: Instant | null;
  minutes: number | null;
  outcome: string | null;
  automatic: boolean;
  company: Id | null;
  contact: Id | null;
  lead: Id | null;
  deal: Id | null;
}

export interface RecordOf {
  deal: Deal;
  lead: Lead;
  contact: Contact;
  company: Company;
  activity: Activity;
}
export type AnyRecord = RecordOf[RecordKind];

export type Refs = Record<Id, { kind: string; title: string }>;

export interface List<T> {
  items: T[];
  next: string | null;
  refs: Refs;
  seq: number;
}

export interface Totals {
  count: number;
  values: { amount: number; currency: string; count: number }[];
}

interface Entry {
  id: Id;
  version: number;
  removed_at: Instant | null;
  name: string;
}

export interface Stage {
  id: Id;
  name: string;
  expected_days: number | null;
  win_chance: number | null;
  actions: { name: string; per_day: number | null }[];
  results: { id: Id; name: string; required: boolean }[];
}

export interface Pipeline extends Entry {
  stages: Stage[];
  position: number;
}

export type Role = "owner" | "manager" | "seller" | "read_only";

export interface Member extends Entry {
  email: string | null;
  role: Role;
  sees: "own" | "team" | "all";
  team: Id | null;
  language: string | null;
  active: boolean;
}

export interface LossReason extends Entry {
  for_leads: boolean;
  for_deals: boolean;
}

export type CustomFieldKind =
  | "text"
  | "number"
  | "money"
  | "date"
  | "choice"
  | "multi_choice"
  | "yes_no"
  | "person"
  | "link";

export interface CustomField extends Entry {
  slug: string;
  on: RecordKind;
  kind: CustomFieldKind;
  choices: { key: string; name: string }[];
  position: number;
}

export interface View extends Entry {
  on: RecordKind | null;
  owner: Id | null;
  shared: boolean;
  filters: string[];
  sort: string | null;
  columns: string[];
}

export interface Catalogue {
  workspace: { id: Id; name: string; language: string; currency: string; time_zone: string };
  pipelines: Pipeline[];
  teams: (Entry & { parent: Id | null })[];
  members: Member[];
  sources: (Entry & { channel: string })[];
  campaigns: (Entry & { source: Id | null })[];
  products: (Entry & { code: string | null; family: string | null; price: Money | null })[];
  loss_reasons: LossReason[];
  competitors: Entry[];
  tags: (Entry & { colour: string | null })[];
  fields: CustomField[];
  views: View[];
}

export interface Session {
  member: { id: Id; name: string; email: string; role: Role; language: string | null };
  workspace: { name: string; language: string; currency: string; time_zone: string };
}
