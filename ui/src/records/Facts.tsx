import { Button, Group } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { isProblem } from "@/api/problem";
import { recordKey, recordQuery, usePatch } from "@/api/records";
import type { AnyRecord, RecordKind, Refs } from "@/api/types";
import { errorSentence } from "@/app/errors";
import { InlineField } from "@/components/fields/InlineField";
import type { FieldValue } from "@/components/fields/types";
import { Conflict, type ConflictState, conflictOf } from "./Conflict";
import style from "./Facts.module.css";
import { type RecordField, useFields } from "./fields";
import { useWhyNot } from "./useWhyNot";
import { isEmpty, Value } from "./Value";

interface Props {
  kind: RecordKind;
  record: AnyRecord;
  refs: Refs;
  /** Shown by the page itself, so not here. */
  without?: string[];
}

/** All fields of a record, each editable in place; empty ones fold away. */
export function Facts({ kind, record, refs, without = [] }: Props) {
  const { t } = useTranslation("records");
  const fields = useFields(kind).filter((field) => !without.includes(field.name));
  const [all, setAll] = useState(false);
  const filled = (field: RecordField) => !isEmpty(field.read(record));
  const shown = fields.filter(
    (field, at) => filled(field) || (all && !field.readOnly) || (at < 8 && !field.readOnly),
  );
  const hidden = fields.some(
    (field) => !filled(field) && !field.readOnly && !shown.includes(field),
  );

  return (
    <div className={style.facts}>
      {shown.map((field) => (
        <Fact key={field.name} kind={kind} field={field} record={record} refs={refs} />
      ))}
      {hidden || all ? (
        <Group>
          <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setAll(!all)}>
            {t(all ? "facts.less" : "facts.more")}
          </Button>
        </Group>
      ) : null}
    </div>
  );
}

/** What a linked record is called, also when the reader may not know. */
function titleIn(refs: Refs, id: string) {
  return refs[id]?.hidden ? i18next.t("hidden_record") : refs[id]?.title;
}

interface FactProps {
  kind: RecordKind;
  field: RecordField;
  record: AnyRecord;
  refs: Refs;
}

/** One field. When somebody else changed it meanwhile, both values stand here until one is chosen. */
export function Fact({ kind, field, record, refs }: FactProps) {
  const client = useQueryClient();
  const patch = usePatch(kind);
  const catalogue = useCatalogue();
  const [conflict, setConflict] = useState<ConflictState | null>(null);
  const value = field.read(record);
  // The version that was on the screen when typing began: a live update in between must not hide
  // that somebody else changed the same field.
  const started = useRef(record.version);
  const why = useWhyNot();
  const frozen =
    record.removed_at || why ? { ...field, readOnly: field.readOnly ?? why ?? field.label } : field;

  const save = async (next: FieldValue) => {
    try {
      await patch.mutateAsync({
        id: record.id,
        version: started.current,
        patch: field.patch(next, record),
      });
    } catch (error) {
      if (!isProblem(error, "changed_meanwhile")) throw error;
      setConflict(conflictOf(error, field.name, next, catalogue));
    }
  };

  const resolve = async (mine: boolean) => {
    const next = conflict?.mine ?? null;
    await client.invalidateQueries({ queryKey: recordKey(kind, record.id) });
    const fresh = await client.fetchQuery(recordQuery(kind, record.id));
    setConflict(null);
    if (!mine) return;
    await patch.mutateAsync({
      id: record.id,
      version: fresh.record.version,
      patch: field.patch(next, fresh.record),
    });
  };

  return (
    <>
      <InlineField
        field={frozen}
        value={value}
        shown={isEmpty(value) ? null : <Value field={field} record={record} refs={refs} />}
        onStart={() => {
          started.current = record.version;
        }}
        onSave={save}
        explain={errorSentence}
        currency={catalogue.workspace.currency}
        title={typeof value === "string" ? titleIn(refs, value) : undefined}
      />
      {conflict ? (
        <Conflict
          field={field}
          record={record}
          refs={refs}
          conflict={conflict}
          onResolve={resolve}
        />
      ) : null}
    </>
  );
}
