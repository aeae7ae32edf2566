import { queryOptions } from "@tanstack/react-query";
import { get } from "./http";
import type { RecordKind, SearchReply } from "./types";

/** Records by words in their names, addresses and phones; typing errors are forgiven. */
export function searchQuery(words: string, kind?: RecordKind, limit = 20) {
  return queryOptions({
    queryKey: ["search", words, kind, limit],
    enabled: words.trim() !== "",
    staleTime: 10_000,
    queryFn: ({ signal }) =>
      get<SearchReply>("/search", { signal, query: { q: words.trim(), kind, limit } }),
  });
}
