import { MultiSelect, Select, Switch, Textarea, TextInput } from "@mantine/core";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Money } from "@/i18n/format";
import { MoneyInput } from "./MoneyInput";
import { NumberField } from "./NumberField";
import { RecordInput } from "./RecordInput";
import type { Field, FieldValue } from "./types";

interface Props {
  field: Field;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
  error?: string | undefined;
  /** Shows the field's name above; without it the name is only spoken. */
  labelled?: boolean;
  autoFocus?: boolean;
  /** Currency of a money field that is still empty. */
  currency?: string;
  /** The name of the record a record field points at now. */
  title?: string | undefined;
  /** Stands in a popover: its own list must not count as a click outside of that. */
  inPopover?: boolean;
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  onBlur?: () => void;
}

const INPUT_TYPES: Partial<
  Record<Field["type"], { type: string; inputMode?: "email" | "tel" | "url" }>
> = {
  email: { type: "email", inputMode: "email" },
  phone: { type: "tel", inputMode: "tel" },
  link: { type: "url", inputMode: "url" },
  date: { type: "date" },
};

const orNull = (text: string | null) => (text ? text : null);

/** The right input for a field's type; one value in, one value out. */
export function FieldInput({
  field,
  value,
  onChange,
  labelled = true,
  currency = "EUR",
  title,
  inPopover = false,
  ...rest
}: Props) {
  const { t } = useTranslation();
  const name = labelled ? { label: field.label } : { "aria-label": field.label };
  const common = {
    ...name,
    ...rest,
    withAsterisk: labelled && field.required,
    "data-autofocus": rest.autoFocus || undefined,
  };

  const list = inPopover ? { comboboxProps: { withinPortal: false } } : {};

  switch (field.type) {
    case "long_text":
      return (
        <Textarea
          {...common}
          rows={3}
          value={String(value ?? "")}
          onChange={(event) => onChange(orNull(event.currentTarget.value))}
        />
      );
    case "number":
    case "percent":
      return (
        <NumberField
          {...common}
          value={typeof value === "number" ? value : null}
          onChange={onChange}
          {...(field.type === "percent" ? { min: 0, max: 100, suffix: " %" } : {})}
        />
      );
    case "money":
      return (
        <MoneyInput
          {...common}
          value={value as Money | null}
          onChange={onChange}
          currency={currency}
        />
      );
    case "choice":
    case "person":
      return (
        <Select
          {...common}
          {...list}
          data={field.options ?? []}
          value={typeof value === "string" ? value : null}
          onChange={onChange}
          searchable={(field.options?.length ?? 0) > 7}
          clearable={!field.required}
          // Choosing what was chosen already is not taking it away.
          allowDeselect={!field.required}
          // Whoever asked for this very field wants to see the choices.
          defaultDropdownOpened={!labelled && rest.autoFocus === true}
          nothingFoundMessage={t("field.nothing_found")}
          placeholder={t("field.choose")}
        />
      );
    case "multi_choice":
      return (
        <MultiSelect
          {...common}
          {...list}
          data={field.options ?? []}
          value={Array.isArray(value) ? value : []}
          onChange={onChange}
          searchable
          clearable
          nothingFoundMessage={t("field.nothing_found")}
        />
      );
    case "yes_no":
      return (
        <Switch
          {...(labelled ? { label: field.label } : { "aria-label": field.label })}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case "record":
      return (
        <RecordInput
          {...common}
          {...list}
          kind={field.recordKind ?? ""}
          value={typeof value === "string" ? value : null}
          title={title}
          onChange={onChange}
        />
      );
    case "datetime":
      return (
        <TextInput
          {...common}
          type="datetime-local"
          value={typeof value === "string" ? localTime(value) : ""}
          onChange={(event) => {
            const at = new Date(event.currentTarget.value);
            onChange(Number.isNaN(at.getTime()) ? null : at.toISOString());
          }}
        />
      );
    default:
      return (
        <TextInput
          {...common}
          {...INPUT_TYPES[field.type]}
          value={String(value ?? "")}
          onChange={(event) => onChange(orNull(event.currentTarget.value))}
        />
      );
  }
}

/** An instant as the reader's own clock shows it, in the form a datetime-local input takes. */
function localTime(instant: string): string {
  const at = new Date(instant);
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return Number.isNaN(at.getTime()) ? "" : shifted.toISOString().slice(0, 16);
}
