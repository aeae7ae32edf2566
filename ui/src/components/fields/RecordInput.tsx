import { Select, type SelectProps } from "@mantine/core";
import { createContext, use, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Option } from "./types";

export type SearchRecords = (kind: string, words: string, signal: AbortSignal) => Promise<Option[]>;

/** How records are looked up by name; the app gives the server's search. */
export const SearchRecordsContext = createContext<SearchRecords>(async () => []);

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
