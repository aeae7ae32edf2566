import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { call, get } from "./http";
import { wrote } from "./live";
import type { AnyRecord, Id, List, RecordKind, RecordOf, Refs, Totals } from "./types";

export const PATHS: Record<RecordKind, string> = {
  deal: "/deals",
  lead: "/leads",
  contact: "/contacts",
  company: "/companies",
  activity: "/activities",
};

export interface ListQuestion {
  filter?: readonly string[] | undefined;
  sort?: string | undefined;
  limit?: number;
}

/** A page-by-page list; the cursor belongs to this very question. */
export function listQuery<K extends RecordKind>(kind: K, question: ListQuestion) {
  return infiniteQueryOptions({
    queryKey: ["list", kind, question],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      get<List<RecordOf[K]>>(PATHS[kind], {
        signal,
        query: { ...question, limit: question.limit ?? 100, cursor: pageParam },
      }),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function totalsQuery(kind: RecordKind, filter: readonly string[] | undefined) {
  return queryOptions({
    queryKey: ["totals", kind, filter],
    queryFn: ({ signal }) => get<Totals>(`${PATHS[kind]}/totals`, { signal, query: { filter } }),
  });
}

export interface Read<T> {
  record: T;
  refs: Refs;
}

export const recordKey = (kind: RecordKind, id: Id) => ["record", kind, id] as const;

/** Records answer flat, with the names of what they point at beside. */
export function splitRefs<T>(reply: T & { refs?: Refs }): Read<T> {
  const { refs = {}, ...record } = reply;
  return { record: record as T, refs };
}

export function recordQuery<K extends RecordKind>(kind: K, id: Id) {
  return queryOptions({
    queryKey: recordKey(kind, id),
    queryFn: async ({ signal }) =>
      splitRefs(await get<RecordOf[K] & { refs?: Refs }>(`${PATHS[kind]}/${id}`, { signal })),
  });
}

/** After a write: the record as answered goes into the cache, lists and boards read again. */
export function saved(
  client: QueryClient,
  kind: RecordKind,
  reply: AnyRecord & { refs?: Refs },
  seq: number,
) {
  wrote(reply.id, seq);
  const { record, refs } = splitRefs(reply);
  client.setQueryData(recordKey(kind, record.id), (before: Read<AnyRecord> | undefined) => ({
    record,
    refs: { ...before?.refs, ...refs },
  }));
  staleAround(client, kind, record.id);
}

/** What may show this record elsewhere. */
export function staleAround(client: QueryClient, kind: RecordKind, id: Id) {
  void client.invalidateQueries({ queryKey: ["list"] });
  void client.invalidateQueries({ queryKey: ["totals", kind] });
  void client.invalidateQueries({ queryKey: ["timeline"] });
  if (kind === "deal") void client.invalidateQueries({ queryKey: ["board"] });
  void client.invalidateQueries({
    queryKey: ["record"],
    predicate: (query) => query.queryKey[2] !== id,
  });
}

interface Change {
  id: Id;
  version: number;
  patch: Record<string, unknown>;
}

/** Changes fields of a record; the screen shows what goes wrong beside the field. */
export function usePatch<K extends RecordKind>(kind: K) {
  const client = useQueryClient();
  return useMutation({
    meta: { inline: true },
    mutationFn: ({ id, version, patch }: Change) =>
      call<RecordOf[K]>("PATCH", `${PATHS[kind]}/${id}`, { body: patch, version }),
    onSuccess: ({ data, seq }) => saved(client, kind, data as AnyRecord, seq),
  });
}

export function useCreate<K extends RecordKind>(kind: K) {
  const client = useQueryClient();
  return useMutation({
    meta: { inline: true },
    mutationFn: ({ body, key }: { body: Record<string, unknown>; key: string }) =>
      call<RecordOf[K]>("POST", PATHS[kind], { body, key }),
    onSuccess: ({ data, seq }) => saved(client, kind, data as AnyRecord, seq),
  });
}

interface Command {
  id: Id;
  command: string;
  body?: Record<string, unknown>;
}

/** A command on a record (`win`, `lose`, `qualify`, `restore`, …) that answers with the record. */
export function useCommand<K extends RecordKind>(kind: K, inline = false) {
  const client = useQueryClient();
  return useMutation({
    meta: { inline },
    mutationFn: ({ id, command, body }: Command) =>
      call<RecordOf[K]>("POST", `${PATHS[kind]}/${id}/${command}`, {
        body: body ?? {},
        key: crypto.randomUUID(),
      }),
    onSuccess: ({ data, seq }) => {
      if (data && "id" in data) saved(client, kind, data as AnyRecord, seq);
    },
  });
}

export function useRemove(kind: RecordKind) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: { id: Id; version: number }) =>
      call<null>("DELETE", `${PATHS[kind]}/${id}`, { version }),
    onSuccess: ({ seq }, { id }) => {
      wrote(id, seq);
      void client.invalidateQueries({ queryKey: recordKey(kind, id) });
      staleAround(client, kind, id);
    },
  });
}

export interface Bulk {
  ids: Id[];
  mode: "all" | "each";
  patch?: Record<string, unknown>;
  remove?: boolean;
}

export function useBulk(kind: RecordKind) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Bulk) =>
      call<unknown>("POST", `${PATHS[kind]}/bulk`, { body, key: crypto.randomUUID() }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["record"] });
      staleAround(client, kind, "");
    },
  });
}
