import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { call, get } from "./http";
import type { Catalogue, Id } from "./types";

/** Members, pipelines, sources, fields and the rest of what a workspace sets up; read whole. */
export const catalogueQuery = queryOptions({
  queryKey: ["catalogue"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }) =>
    (await get<{ catalogue: Catalogue }>("/catalogue", { signal })).catalogue,
});

export function useCatalogue(): Catalogue {
  return useSuspenseQuery(catalogueQuery).data;
}

/** The kinds of entry as the paths name them. */
export type EntryKind =
  | "workspace"
  | "pipelines"
  | "teams"
  | "members"
  | "sources"
  | "campaigns"
  | "products"
  | "loss-reasons"
  | "competitors"
  | "tags"
  | "fields"
  | "views";

interface Save {
  /** Absent: a new entry. */
  id?: Id;
  version?: number;
  body: Record<string, unknown>;
}

/** Creates or changes an entry; the form shows what goes wrong. */
export function useSaveEntry<T>(kind: EntryKind) {
  const client = useQueryClient();
  return useMutation({
    meta: { inline: true },
    mutationFn: ({ id, version, body }: Save) =>
      id
        ? call<T>("PATCH", `/catalogue/${kind}/${id}`, {
            body,
            ...(version === undefined ? {} : { version }),
          })
        : call<T>("POST", `/catalogue/${kind}`, { body, key: crypto.randomUUID() }),
    onSuccess: () => client.invalidateQueries({ queryKey: catalogueQuery.queryKey }),
  });
}

/** No longer offers an entry; records that point at it keep it. */
export function useRemoveEntry(kind: EntryKind) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: { id: Id; version: number }) =>
      call<null>("DELETE", `/catalogue/${kind}/${id}`, { version }),
    onSuccess: () => client.invalidateQueries({ queryKey: catalogueQuery.queryKey }),
  });
}
