import { Select, type SelectProps } from "@mantine/core";
import { use, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { SearchRecordsContext } from "./searchRecords";
import type { Option } from "./types";

interface Props extends Omit<SelectProps, "data" | "value" | "onChange"> {
  kind: string;
  value: string | null;
  title?: string | undefined;
  onChange: (id: string | null) => void;
}

/** Chooses another record by typing part of its name. */
export function RecordInput({ kind, value, title, onChange, ...rest }: Props) {
  const { t } = useTranslation();
  const search = use(SearchRecordsContext);
  const [words, setWords] = useState("");
  const [found, setFound] = useState<Option[]>([]);

  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(
      () => {
        search(kind, words, abort.signal)
          .then(setFound)
          .catch(() => undefined);
      },
      words ? 120 : 0,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [kind, words, search]);

  const chosen = value && !found.some((option) => option.value === value);
  const data = chosen ? [{ value, label: title ?? "…" }, ...found] : found;
  return (
    <Select
      {...rest}
      data={data}
      value={value}
      onChange={onChange}
      searchable
      clearable
      onSearchChange={setWords}
      filter={({ options }) => options}
      nothingFoundMessage={t("field.nothing_found")}
      placeholder={t("field.type_to_search")}
    />
  );
}
