import { Button, Group, Select, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Money } from "@/i18n/format";
import { FieldInput } from "../fields/FieldInput";
import type { Field, FieldValue } from "../fields/types";
import { type Filter, type Operator, operatorsFor } from "./filter";
import { OptionList } from "./OptionList";

interface Props {
  field: Field;
  filter: Filter;
  title?: string | undefined;
  /** What amounts are compared in. */
  currency: string;
  onApply: (filter: Filter) => void;
}

/** The form behind one chip: how and with what to compare. */
export function FilterEditor({ field, filter, title, currency, onApply }: Props) {
  const { t } = useTranslation();
  const [operator, setOperator] = useState<Operator>(filter.operator);
  const [value, setValue] = useState<FieldValue>(() => read(field, filter, currency));
  const several = operator === "in";
  const input: Field = {
    ...field,
    required: false,
    type:
      field.type === "long_text" ? "text" : field.type === "multi_choice" ? "choice" : field.type,
  };
  const text = write(value);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (operator === "null") onApply({ ...filter, operator, value: "true" });
        else if (text) onApply({ ...filter, operator, value: text });
      }}
    >
      <Stack gap={8} w={240}>
        <Select
          aria-label={t("filter.operator")}
          data={operatorsFor(field.type).map((one) => ({
            value: one,
            label: t(`filter.operators.${one}`),
          }))}
          value={operator}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          onChange={(next) => {
            setOperator(next as Operator);
            setValue(null);
          }}
        />
        {operator === "null" ? null : several ? (
          <OptionList
            label={field.label}
            options={field.options ?? []}
            value={Array.isArray(value) ? value : []}
            onChange={setValue}
          />
        ) : (
          <FieldInput
            field={input}
            value={value}
            onChange={setValue}
            labelled={false}
            autoFocus
            inPopover
            currency={currency}
            title={title}
          />
        )}
        <Group justify="flex-end">
          <Button type="submit" size="compact-sm" disabled={operator !== "null" && !text}>
            {t("filter.apply")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function read(field: Field, { operator, value }: Filter, currency: string): FieldValue {
  if (!value || operator === "null") return null;
  if (operator === "in") return value.split(",");
  switch (field.type) {
    case "number":
    case "percent":
      return Number(value);
    case "money":
      return { amount: Number(value), currency };
    case "yes_no":
      return value === "true";
    default:
      return value;
  }
}

function write(value: FieldValue): string {
  if (value === null) return "";
  if (Array.isArray(value)) return value.join(",");
  if (typeof value === "object") return String((value as Money).amount);
  return String(value);
}
