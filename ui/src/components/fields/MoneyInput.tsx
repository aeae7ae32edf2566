import type { NumberInputProps } from "@mantine/core";
import { fractionDigits, type Money } from "@/i18n/format";
import { NumberField } from "./NumberField";

interface Props extends Omit<NumberInputProps, "value" | "onChange"> {
  value: Money | null;
  onChange: (value: Money | null) => void;
  /** Used while there is no value yet. */
  currency: string;
}

/** An amount in the units people type (12.400,50); kept in minor units. */
export function MoneyInput({ value, onChange, currency, ...rest }: Props) {
  const unit = value?.currency ?? currency;
  const digits = fractionDigits(unit);
  return (
    <NumberField
      {...rest}
      inputMode="decimal"
      prefix={`${unit} `}
      decimalScale={digits}
      value={value ? value.amount / 10 ** digits : null}
      onChange={(next) =>
        onChange(next === null ? null : { amount: Math.round(next * 10 ** digits), currency: unit })
      }
    />
  );
}
