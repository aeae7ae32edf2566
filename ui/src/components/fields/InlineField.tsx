import { Loader } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldInput } from "./FieldInput";
import style from "./InlineField.module.css";
import type { Field, FieldValue } from "./types";

interface Props {
  field: Field;
  value: FieldValue;
  /** How the value reads; nothing when empty. */
  shown: ReactNode;
  /** When the person begins to type; what others change from now on is a conflict. */
  onStart?: () => void;
  /** Resolves when saved; a rejection is shown under the input, and what was typed stays. */
  onSave: (value: FieldValue) => Promise<void>;
  explain: (error: unknown) => string;
  currency?: string;
  title?: string | undefined;
  /** In a table: the column says the name, so it is only spoken here. */
  bare?: boolean;
}

// These are chosen, not typed: the choice itself is the decision to save.
const AT_ONCE = new Set(["choice", "person", "yes_no", "record"]);

/** A fact on a record page: reads as text, turns into its input when clicked. */
export function InlineField({
  field,
  value,
  shown,
  onStart,
  onSave,
  explain,
  currency,
  title,
  bare,
}: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<FieldValue | undefined>();
  const [state, setState] = useState<{ saving?: boolean; error?: string }>({});
  const button = useRef<HTMLButtonElement>(null);
  const returnFocus = useRef(false);
  const editing = draft !== undefined;

  useEffect(() => {
    if (!editing && returnFocus.current) {
      returnFocus.current = false;
      button.current?.focus();
    }
  }, [editing]);

  const close = (focus: boolean) => {
    returnFocus.current = focus;
    setDraft(undefined);
    setState({});
  };

  const save = async (next: FieldValue, focus: boolean) => {
    if (state.saving) return;
    if (JSON.stringify(next) === JSON.stringify(value)) return close(focus);
    setState({ saving: true });
    try {
      await onSave(next);
      close(focus);
    } catch (error) {
      setState({ error: explain(error) });
    }
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close(true);
    }
    if (event.key === "Enter" && !AT_ONCE.has(field.type)) {
      if (field.type === "long_text" && !(event.metaKey || event.ctrlKey)) return;
      if (field.type === "multi_choice") return;
      event.preventDefault();
      void save(draft ?? null, true);
    }
  };

  return (
    <div className={bare ? style.bare : style.field}>
      {bare ? null : (
        <div className={style.label} id={`label-${field.name}`}>
          {field.label}
        </div>
      )}
      {editing ? (
        <div className={style.editor}>
          <FieldInput
            field={field}
            value={draft ?? null}
            labelled={false}
            autoFocus
            currency={currency}
            title={title}
            error={state.error}
            onKeyDown={onKeyDown}
            onBlur={() => {
              if (!AT_ONCE.has(field.type)) void save(draft ?? null, false);
              else if (!state.error) close(false);
            }}
            onChange={(next) => {
              setDraft(next ?? null);
              if (AT_ONCE.has(field.type)) void save(next, true);
            }}
          />
          {state.saving ? <Loader size={12} className={style.saving} /> : null}
        </div>
      ) : field.readOnly ? (
        <div className={style.fixed} title={field.readOnly}>
          {shown ?? <span className={style.empty}>–</span>}
        </div>
      ) : (
        <div className={style.value}>
          <button
            ref={button}
            type="button"
            className={style.cover}
            aria-label={t("field.edit", { field: field.label })}
            onClick={() => {
              onStart?.();
              setDraft(value ?? null);
            }}
          />
          <div className={style.shown}>
            {shown ?? <span className={style.empty}>{t("field.add")}</span>}
          </div>
          <IconPencil size={14} stroke={1.5} className={style.pencil} aria-hidden />
        </div>
      )}
    </div>
  );
}
