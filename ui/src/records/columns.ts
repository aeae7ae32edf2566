import { useEffect, useState } from "react";
import { useCatalogue } from "@/api/catalogue";
import type { RecordKind } from "@/api/types";
import type { RecordField } from "./fields";

/** Which columns a list shows: those of the chosen view, else what this browser kept, else the usual. */
export function useColumns(
  kind: RecordKind,
  fields: RecordField[],
  viewId: string | undefined,
): [string[], (columns: string[]) => void] {
  const view = useCatalogue().views.find((one) => one.id === viewId);
  const key = `trechter.columns.${kind}`;
  const usual = fields.filter((field) => field.listed).map((field) => field.name);
  const start = () => (view?.columns.length ? view.columns : (readStored(key) ?? usual));
  const [columns, setColumns] = useState(start);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view brings its own columns
  useEffect(() => setColumns(start()), [view?.id, kind]);

  return [
    columns,
    (next) => {
      setColumns(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // Without storage the choice lasts until the page is closed.
      }
    },
  ];
}

function readStored(key: string): string[] | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return Array.isArray(value) ? value.map(String) : null;
  } catch {
    return null;
  }
}
