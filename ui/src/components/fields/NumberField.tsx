import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useState } from "react";
import { useFormat } from "@/i18n/FormatProvider";

interface Props extends Omit<NumberInputProps, "value" | "onChange"> {
  value: number | null;
  onChange: (value: number | null) => void;
}

/** A number as the reader's locale writes it. */
export function NumberField({ value, onChange, ...rest }: Props) {
  const { locale } = useFormat();
  // While somebody types `12,0` on the way to `12,05`, the text says more than the number does.
  const [typed, setTyped] = useState<string | number>(value ?? "");
  const shown = numberOf(typed) === value ? typed : (value ?? "");
  const parts = new Intl.NumberFormat(locale).formatToParts(12345.6);
  const symbol = (type: string) => parts.find((part) => part.type === type)?.value;

  return (
    <NumberInput
      {...rest}
      hideControls
      thousandSeparator={symbol("group") ?? " "}
      decimalSeparator={symbol("decimal") ?? "."}
      value={shown}
      onChange={(next) => {
        setTyped(next);
        onChange(numberOf(next));
      }}
    />
  );
}

function numberOf(typed: string | number): number | null {
  const number = typeof typed === "string" && typed.trim() === "" ? Number.NaN : Number(typed);
  return Number.isFinite(number) ? number : null;
}
