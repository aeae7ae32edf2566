import { queryOptions } from "@tanstack/react-query";
import { get } from "./http";
import type { Id, RecordKind } from "./types";

export interface Hit {
  kind: RecordKind;
  id: Id;
  title: string;
  /** Company, phone, stage: what tells two of the same name apart. */
  detail: string | null;
}

/** Records by words in their names, addresses and phones; typing errors are forgiven. */
export function searchQuery(words: string, kind?: RecordKind, limit = 20) {
  return queryOptions({
    queryKey: ["search", words, kind, limit],
    enabled: words.trim() !== "",
    staleTime: 10_000,
    queryFn: ({ signal }) =>
      get<{ items: Hit[] }>("/search", { signal, query: { q: words.trim(), kind, limit } }),
  });
}
