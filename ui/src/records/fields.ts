import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import {
  type AnyRecord,
  type Catalogue,
  type Labelled,
  RECORD_KINDS,
  type RecordKind,
} from "@/api/types";
import type { Field, FieldType, FieldValue, Option } from "@/components/fields/types";

/** A field of a record: how to read it, write it, list it, filter on it. */
export interface RecordField extends Field {
  /** What the API's `sort` calls it. */
  sort?: string;
  /** What the API's `filter` calls it. */
  filter?: string;
  /** Shown in lists unless the person says otherwise. */
  listed?: boolean;
  width?: number;
  read: (record: AnyRecord) => FieldValue;
  patch: (value: FieldValue, record: AnyRecord) => Record<string, unknown>;
}

interface Definition {
  type: FieldType;
  /** Where its options come from. */
  of?:
    | "members"
    | "sources"
    | "campaigns"
    | "products"
    | "loss_reasons"
    | "competitors"
    | "tags"
    | "pipelines"
    | "stages";
  /** Fixed options; their words are in `choice.<name>.<value>`. */
  among?: readonly string[];
  kind?: RecordKind;
  /** True: under its own name. */
  sort?: boolean | string;
  filter?: boolean | string;
  listed?: boolean;
  fixed?: boolean;
  required?: boolean;
  width?: number;
  /** Several values with labels (mail addresses, phones), edited as a comma-separated line. */
  labelled?: boolean;
}

const shared = {
  owner: { type: "person", of: "members", filter: true, listed: true, width: 150 },
  tags: { type: "multi_choice", of: "tags", filter: true, width: 160 },
} satisfies Record<string, Definition>;

const origin = {
  "origin.source": { type: "choice", of: "sources", filter: "source", width: 140 },
  "origin.campaign": { type: "choice", of: "campaigns", filter: "campaign", width: 140 },
  "origin.medium": { type: "text", width: 120 },
} satisfies Record<string, Definition>;

const dates = {
  created_at: { type: "datetime", sort: true, filter: true, fixed: true, width: 120 },
  updated_at: { type: "datetime", sort: true, filter: true, fixed: true, width: 120 },
} satisfies Record<string, Definition>;

const place = {
  "address.street": { type: "text" },
  "address.postal_code": { type: "text", width: 100 },
  "address.city": { type: "text", width: 140 },
  region: { type: "text", filter: true, width: 120 },
  country: { type: "text", filter: true, width: 100 },
} satisfies Record<string, Definition>;

/** In the order of the record page. */
const DEFINITIONS: Record<RecordKind, Record<string, Definition>> = {
  deal: {
    title: { type: "text", required: true, sort: true, filter: true, listed: true, width: 240 },
    company: { type: "record", kind: "company", filter: true, listed: true, width: 180 },
    contact: { type: "record", kind: "contact", filter: true, width: 160 },
    value: { type: "money", sort: true, filter: true, listed: true, width: 120 },
    stage: { type: "choice", of: "stages", filter: true, listed: true, fixed: true, width: 130 },
    status: {
      type: "choice",
      among: ["open", "won", "lost"],
      filter: true,
      listed: true,
      fixed: true,
      width: 100,
    },
    expected_close: { type: "date", sort: true, filter: true, listed: true, width: 120 },
    gut_feeling: { type: "percent", filter: true, width: 110 },
    owner: shared.owner,
    competitor: { type: "choice", of: "competitors", filter: true, width: 140 },
    ...origin,
    tags: shared.tags,
    notes: { type: "long_text" },
    pipeline: { type: "choice", of: "pipelines", filter: true, fixed: true, width: 140 },
    loss_reason: { type: "choice", of: "loss_reasons", filter: true, fixed: true, width: 150 },
    closed_at: { type: "datetime", sort: true, filter: true, fixed: true, width: 120 },
    ...dates,
  },
  lead: {
    title: { type: "text", listed: true, width: 220 },
    first_name: { type: "text", width: 120 },
    last_name: { type: "text", sort: "name", filter: "name", width: 140 },
    company_name: { type: "text", listed: true, width: 180 },
    job_title: { type: "text", width: 140 },
    email: { type: "email", filter: true, listed: true, width: 200 },
    phone: { type: "phone", width: 130 },
    status: {
      type: "choice",
      among: ["new", "contacted", "qualified", "disqualified"],
      filter: true,
      listed: true,
      fixed: true,
      width: 120,
    },
    value: { type: "money", sort: true, filter: true, width: 110 },
    products: { type: "multi_choice", of: "products", width: 160 },
    owner: shared.owner,
    ...origin,
    city: { type: "text", filter: true, width: 130 },
    region: { type: "text", filter: true, width: 120 },
    country: { type: "text", filter: true, width: 100 },
    industry: { type: "text", filter: true, width: 140 },
    website: { type: "link", width: 160 },
    contact: { type: "record", kind: "contact", filter: true, width: 160 },
    company: { type: "record", kind: "company", filter: true, width: 160 },
    tags: shared.tags,
    notes: { type: "long_text" },
    disqualify_reason: {
      type: "choice",
      of: "loss_reasons",
      filter: true,
      fixed: true,
      width: 150,
    },
    ...dates,
    created_at: { ...dates.created_at, listed: true },
  },
  contact: {
    first_name: { type: "text", width: 120 },
    last_name: { type: "text", sort: "name", filter: "name", width: 160 },
    job_title: { type: "text", listed: true, width: 160 },
    company: { type: "record", kind: "company", filter: true, listed: true, width: 180 },
    emails: { type: "email", labelled: true, filter: "email", listed: true, width: 220 },
    phones: { type: "phone", labelled: true, listed: true, width: 140 },
    owner: shared.owner,
    salutation: { type: "text", width: 120 },
    language: { type: "text", width: 100 },
    ...place,
    ...origin,
    tags: shared.tags,
    notes: { type: "long_text" },
    ...dates,
  },
  company: {
    name: { type: "text", required: true, sort: true, filter: true, listed: true, width: 240 },
    website: { type: "link", width: 180 },
    email: { type: "email", filter: true, width: 200 },
    phone: { type: "phone", listed: true, width: 140 },
    industry: { type: "text", filter: true, listed: true, width: 150 },
    employees: { type: "number", sort: true, filter: true, width: 110 },
    annual_revenue: { type: "money", width: 130 },
    owner: shared.owner,
    ...place,
    "address.city": { ...place["address.city"], filter: "city", listed: true },
    parent: { type: "record", kind: "company", filter: true, width: 160 },
    vat_number: { type: "text", width: 150 },
    register_number: { type: "text", width: 140 },
    customer_since: { type: "date", width: 120 },
    ...origin,
    tags: shared.tags,
    notes: { type: "long_text" },
    ...dates,
  },
  activity: {
    subject: { type: "text", sort: true, filter: true, listed: true, width: 240 },
    kind: {
      type: "choice",
      among: ["call", "email", "message", "meeting", "visit", "demo", "task", "note"],
      filter: true,
      listed: true,
      required: true,
      width: 110,
    },
    status: {
      type: "choice",
      among: ["planned", "done", "cancelled"],
      filter: true,
      listed: true,
      fixed: true,
      width: 110,
    },
    due_at: { type: "datetime", sort: true, filter: true, listed: true, width: 140 },
    done_at: { type: "datetime", sort: true, filter: true, fixed: true, width: 140 },
    outcome: { type: "text", width: 140 },
    direction: { type: "choice", among: ["in", "out"], filter: true, width: 100 },
    minutes: { type: "number", width: 90 },
    deal: { type: "record", kind: "deal", filter: true, listed: true, width: 180 },
    company: { type: "record", kind: "company", filter: true, width: 160 },
    contact: { type: "record", kind: "contact", filter: true, listed: true, width: 160 },
    lead: { type: "record", kind: "lead", filter: true, width: 160 },
    owner: shared.owner,
    body: { type: "long_text" },
    tags: shared.tags,
    ...dates,
  },
};

/** The fields of a kind of record, the workspace's own included, with their names and options. */
export function useFields(kind: RecordKind): RecordField[] {
  const { t } = useTranslation("records");
  const catalogue = useCatalogue();
  return useMemo(() => fieldsOf(kind, catalogue, t), [kind, catalogue, t]);
}

/** The fields of every kind at once. */
export function useAllFields(): Record<RecordKind, RecordField[]> {
  const { t } = useTranslation("records");
  const catalogue = useCatalogue();
  return useMemo(
    () =>
      Object.fromEntries(
        RECORD_KINDS.map((kind) => [kind, fieldsOf(kind, catalogue, t)]),
      ) as Record<RecordKind, RecordField[]>,
    [catalogue, t],
  );
}

export function fieldsOf(
  kind: RecordKind,
  catalogue: Catalogue,
  t: TFunction<"records">,
): RecordField[] {
  const builtIn = Object.entries<Definition>(DEFINITIONS[kind]).map(
    ([name, definition]): RecordField => {
      const {
        type,
        of,
        among,
        kind: recordKind,
        fixed,
        labelled,
        sort,
        filter,
        ...rest
      } = definition;
      const options = among
        ? among.map((value) => ({ value, label: t(`choice.${name}.${value}`) }))
        : of
          ? optionsOf(of, catalogue, t)
          : undefined;
      return {
        name,
        type,
        label: t(`field.${name.replace(".", "_")}`),
        ...(options ? { options } : {}),
        ...(recordKind ? { recordKind } : {}),
        ...(fixed ? { readOnly: t(name in FIXED_WHY ? `fixed.${name}` : "fixed.other") } : {}),
        ...called(name, "sort", definition.sort),
        ...called(name, "filter", definition.filter),
        ...rest,
        read: labelled
          ? (record) => joined(at(record, name))
          : (record) => at(record, name) as FieldValue,
        patch: labelled
          ? (value, record) => ({ [name]: split(value, at(record, name) as Labelled[]) })
          : (value) => nested(name, value ?? (type === "multi_choice" ? [] : null)),
      };
    },
  );
  const own = catalogue.fields
    .filter((field) => field.on === kind && !field.removed_at)
    .map((field): RecordField => {
      const name = `custom.${field.slug}`;
      const options =
        field.kind === "person"
          ? optionsOf("members", catalogue, t)
          : field.choices.map((choice) => ({ value: choice.key, label: choice.name }));
      return {
        name,
        type: field.kind,
        label: field.name,
        options,
        sort: name,
        filter: name,
        width: 140,
        read: (record) => (record.custom[field.slug] ?? null) as FieldValue,
        patch: (value) => ({ custom: { [field.slug]: value } }),
      };
    });
  return [...builtIn, ...own];
}

const FIXED_WHY = { stage: true, status: true, pipeline: true, loss_reason: true };

function called(name: string, what: "sort" | "filter", as: boolean | string | undefined) {
  return as ? { [what]: as === true ? name : as } : {};
}

function optionsOf(
  of: NonNullable<Definition["of"]>,
  catalogue: Catalogue,
  t: TFunction<"records">,
): Option[] {
  const name = ({ id, name: label }: { id: string; name: string }) => ({ value: id, label });
  if (of === "stages") {
    return catalogue.pipelines.flatMap((pipeline) => pipeline.stages.map(name));
  }
  if (of === "members") {
    return catalogue.members.map((member) => ({
      value: member.id,
      label: member.active ? member.name : t("left", { name: member.name }),
    }));
  }
  return catalogue[of].filter((entry) => !entry.removed_at).map(name);
}

function at(record: AnyRecord, path: string): unknown {
  return (
    path
      .split(".")
      .reduce<unknown>((value, part) => (value as Record<string, unknown>)?.[part], record) ?? null
  );
}

function nested(path: string, value: unknown): Record<string, unknown> {
  const [first = "", ...rest] = path.split(".");
  return { [first]: rest.length ? nested(rest.join("."), value) : value };
}

function joined(list: unknown): string | null {
  const values = (list as Labelled[] | null)?.map((one) => one.value) ?? [];
  return values.length ? values.join(", ") : null;
}

/** Keeps the labels of values that stay. */
function split(value: FieldValue, before: Labelled[] | null): Labelled[] {
  return String(value ?? "")
    .split(/[,;]/)
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => before?.find((old) => old.value === one) ?? { value: one, label: null });
}
