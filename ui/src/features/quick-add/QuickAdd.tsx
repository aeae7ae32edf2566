import { Button, Group, SegmentedControl, Select, Stack } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { isProblem, type Problem } from "@/api/problem";
import { useCreate } from "@/api/records";
import { type AnyRecord, RECORD_KINDS, type RecordKind } from "@/api/types";
import { errorSentence } from "@/app/errors";
import { useGo } from "@/components/A";
import { Dialog } from "@/components/Dialog";
import { FieldInput } from "@/components/fields/FieldInput";
import type { FieldValue } from "@/components/fields/types";
import { toast } from "@/components/toast";
import { type RecordField, useFields } from "@/records/fields";
import { pageOf, titleOf } from "@/records/names";
import style from "./QuickAdd.module.css";

/** What is asked at first; everything else can be filled in on the page. */
const ASKED: Record<RecordKind, string[]> = {
  deal: ["title", "company", "contact", "value", "expected_close"],
  lead: ["first_name", "last_name", "company_name", "email", "phone", "title", "origin.source"],
  contact: ["first_name", "last_name", "company", "job_title", "emails", "phones"],
  company: ["name", "website", "phone", "address.city", "industry"],
  activity: ["kind", "subject", "due_at", "deal", "contact"],
};

interface Props {
  onClose: () => void;
  kind?: RecordKind;
}

/** Adds a record with the few fields that matter first. */
export default function QuickAdd({ onClose, kind: first = "deal" }: Props) {
  const { t } = useTranslation("quick-add");
  const [kind, setKind] = useState<RecordKind>(first);
  return (
    <Dialog opened onClose={onClose} title={t("title")} size="lg" yOffset="8vh">
      <SegmentedControl
        fullWidth
        size="xs"
        mb={16}
        aria-label={t("kind")}
        value={kind}
        onChange={(next) => setKind(next as RecordKind)}
        data={RECORD_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
      />
      <Form key={kind} kind={kind} onClose={onClose} />
    </Dialog>
  );
}

function Form({ kind, onClose }: { kind: RecordKind; onClose: () => void }) {
  const { t } = useTranslation("quick-add");
  const go = useGo();
  const catalogue = useCatalogue();
  const all = useFields(kind);
  const fields = ASKED[kind]
    .map((name) => all.find((field) => field.name === name))
    .filter((field) => field !== undefined);
  const [values, setValues] = useState<Record<string, FieldValue>>(
    kind === "activity" ? { kind: "task" } : {},
  );
  const [stage, setStage] = useState<string | null>(null);
  const create = useCreate(kind);
  // One key per form: pressing twice makes one record.
  const key = useRef(crypto.randomUUID());
  const problem = isProblem(create.error) ? create.error : null;
  const place = usePlace(stage);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      ...bodyOf(fields, values),
      ...(kind === "deal" ? place.body : {}),
      ...(kind === "activity" ? { status: "planned" } : {}),
    };
    create.mutate(
      { key: key.current, body },
      {
        onError: () => {
          key.current = crypto.randomUUID();
        },
        onSuccess: ({ data }) => {
          onClose();
          toast(t("done", { title: titleOf(kind, data as AnyRecord) }));
          go(pageOf(kind, data.id));
        },
      },
    );
  };

  return (
    <form onSubmit={submit}>
      <Stack gap={12}>
        <div className={style.fields}>
          {fields.map((field, at) => (
            <FieldInput
              key={field.name}
              field={field}
              value={values[field.name] ?? null}
              onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
              error={errorOf(problem, field)}
              currency={catalogue.workspace.currency}
              autoFocus={at === 0}
            />
          ))}
          {kind === "deal" ? (
            <Select
              label={t("stage")}
              data={place.options}
              value={place.stage}
              onChange={setStage}
              allowDeselect={false}
            />
          ) : null}
        </div>
        {create.error && !fields.some((field) => errorOf(problem, field)) ? (
          <div role="alert" className={style.error}>
            {errorSentence(create.error)}
          </div>
        ) : null}
        <Group justify="flex-end">
          <Button type="submit" loading={create.isPending}>
            {t(`add.${kind}`)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The stage a new deal starts in; with several pipelines their names head the choice. */
function usePlace(chosen: string | null) {
  const pipelines = useCatalogue().pipelines.filter((one) => !one.removed_at);
  const stage = chosen ?? pipelines[0]?.stages[0]?.id ?? null;
  const pipeline = pipelines.find((one) => one.stages.some((each) => each.id === stage));
  const options = pipelines.map((one) => ({
    group: one.name,
    items: one.stages.map((each) => ({ value: each.id, label: each.name })),
  }));
  return { stage, options, body: { pipeline: pipeline?.id ?? null, stage } };
}

function errorOf(problem: Problem | null, field: RecordField): string | undefined {
  return problem?.errors.find(
    (error) => error.field === field.name || error.field.startsWith(`${field.name}.`),
  )?.detail;
}

/** Nested fields (`origin.source`, `address.city`) come together in one object. */
function bodyOf(
  fields: RecordField[],
  values: Record<string, FieldValue>,
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field.name];
    if (value === undefined || value === null) continue;
    for (const [name, part] of Object.entries(field.patch(value, EMPTY))) {
      const before = body[name];
      body[name] =
        before && typeof before === "object" && !Array.isArray(before)
          ? { ...before, ...(part as object) }
          : part;
    }
  }
  return body;
}

const EMPTY = { custom: {} } as AnyRecord;
