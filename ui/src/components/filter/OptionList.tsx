import { Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Option } from "../fields/types";
import style from "./FilterBar.module.css";

interface Props {
  label: string;
  options: Option[];
  value: string[];
  onChange: (value: string[]) => void;
}

/** From this many on, a box to search in them. */
const MANY = 9;

/** Several of a list, each one press away. */
export function OptionList({ label, options, value, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const [words, setWords] = useState("");
  const folded = words.trim().toLocaleLowerCase(i18n.language);
  const shown = options.filter((one) =>
    one.label.toLocaleLowerCase(i18n.language).includes(folded),
  );
  return (
    <fieldset className={style.options}>
      <legend className="visually-hidden">{label}</legend>
      {options.length >= MANY ? (
        <TextInput
          size="xs"
          aria-label={t("filter.search")}
          placeholder={t("filter.search")}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          data-autofocus
        />
      ) : null}
      <div className={style.optionList}>
        {shown.map((option) => (
          <Checkbox
            key={option.value}
            label={option.label}
            checked={value.includes(option.value)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked
                  ? [...value, option.value]
                  : value.filter((one) => one !== option.value),
              )
            }
          />
        ))}
        {shown.length === 0 ? <span>{t("field.nothing_found")}</span> : null}
      </div>
    </fieldset>
  );
}
