import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "@/api/problem";
import type { AnyRecord, Catalogue, Refs } from "@/api/types";
import { showError } from "@/app/errors";
import type { FieldValue } from "@/components/fields/types";
import style from "./Conflict.module.css";
import type { RecordField } from "./fields";
import { isEmpty, Value } from "./Value";

export interface ConflictState {
  mine: FieldValue;
  theirs: FieldValue;
  who: string | null;
}

/** Reads what a 412 `changed_meanwhile` says about one field. */
export function conflictOf(
  problem: Problem,
  field: string,
  mine: FieldValue,
  catalogue: Catalogue,
): ConflictState {
  const top = field.split(".")[0];
  const change =
    problem.errors.find((one) => one.field === field) ??
    problem.errors.find((one) => one.field.split(".")[0] === top);
  const { now, by } = (change?.params ?? {}) as { now?: FieldValue; by?: string | null };
  const member = catalogue.members.find((one) => one.id === by);
  return { mine, theirs: now ?? null, who: member?.name ?? null };
}

interface Props {
  field: RecordField;
  record: AnyRecord;
  refs: Refs;
  conflict: ConflictState;
  onResolve: (mine: boolean) => Promise<void>;
}

/** Two people changed one field: both values, who, and the choice. Nothing typed is lost. */
export function Conflict({ field, record, refs, conflict, onResolve }: Props) {
  const { t } = useTranslation("records");
  const [busy, setBusy] = useState(false);
  const show = (value: FieldValue) =>
    isEmpty(value) ? (
      t("conflict.empty")
    ) : (
      <Value field={{ ...field, read: () => value }} record={record} refs={refs} />
    );
  const resolve = async (mine: boolean) => {
    setBusy(true);
    try {
      await onResolve(mine);
    } catch (error) {
      showError(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <section className={style.conflict} role="alert">
      <strong>
        {t("conflict.title", { who: conflict.who ?? t("conflict.somebody"), field: field.label })}
      </strong>
      <dl>
        <dt>{t("conflict.theirs")}</dt>
        <dd>{show(conflict.theirs)}</dd>
        <dt>{t("conflict.mine")}</dt>
        <dd>{show(conflict.mine)}</dd>
      </dl>
      <div className={style.choice}>
        <Button size="compact-sm" disabled={busy} onClick={() => void resolve(true)}>
          {t("conflict.keep_mine")}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={busy}
          onClick={() => void resolve(false)}
        >
          {t("conflict.take_theirs")}
        </Button>
      </div>
    </section>
  );
}
