import type { QueryClient } from "@tanstack/react-query";
import { get } from "@/api/http";
import { PATHS } from "@/api/records";
import { searchQuery } from "@/api/search";
import type { AnyRecord, List, RecordKind } from "@/api/types";
import type { SearchRecords } from "@/components/fields/searchRecords";
import { titleOf } from "./names";

/** Looks records up for a record field: by words, or the latest ones when nothing is typed yet. */
export function searchRecords(client: QueryClient): SearchRecords {
  return async (kind, words, signal) => {
    if (words.trim()) {
      const { items } = await client.fetchQuery(searchQuery(words, kind as RecordKind));
      return items.map((hit) => ({ value: hit.id, label: hit.title }));
    }
    const latest = await get<List<AnyRecord>>(PATHS[kind as RecordKind], {
      signal,
      query: { sort: "-updated_at", limit: 10 },
    });
    return latest.items.map((record) => ({
      value: record.id,
      label: titleOf(kind as RecordKind, record),
    }));
  };
}
