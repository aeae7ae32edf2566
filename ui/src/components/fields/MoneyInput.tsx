import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useFormat } from "@/i18n/FormatProvider";
import { fractionDigits, type Money } from "@/i18n/format";

interface Props extends Omit<NumberInputProps, "value" | "onChange"> {
  value: Money | null;
  onChange: (value: Money | null) => void;
  /** Used while there is no value yet. */
  currency: string;
}

/** An amount in the units people type (12.400,50); kept in minor units. */
export function MoneyInput({ value, onChange, currency, ...rest }: Props) {
  const { locale } = useFormat();
  const unit = value?.currency ?? currency;
  const digits = fractionDigits(unit);
  const parts = new Intl.NumberFormat(locale).formatToParts(12345.6);
  const symbol = (type: string) => parts.find((part) => part.type === type)?.value;

  return (
    <NumberInput
      {...rest}
      hideControls
      inputMode="decimal"
      prefix={`${unit} `}
      decimalScale={digits}
      thousandSeparator={symbol("group") ?? " "}
      decimalSeparator={symbol("decimal") ?? "."}
      value={value ? value.amount / 10 ** digits : ""}
      onChange={(next) =>
        onChange(
          typeof next === "number"
            ? { amount: Math.round(next * 10 ** digits), currency: unit }
            : null,
        )
      }
    />
  );
}
