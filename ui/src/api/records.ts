import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { call, get } from "./http";
import { wrote } from "./live";
import type {
  AnyRecord,
  Bulk,
  BulkReply,
  Id,
  List,
  Page,
  RecordKind,
  RecordOf,
  Refs,
  Totals,
} from "./types";

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

export function recordQuery<K extends RecordKind>(kind: K, id: Id) {
  return queryOptions({
    queryKey: recordKey(kind, id),
    queryFn: async ({ signal }): Promise<Read<RecordOf[K]>> => {
      const { item, refs } = await get<Page<RecordOf[K]>>(`${PATHS[kind]}/${id}`, { signal });
      return { record: item, refs };
    },
  });
}

/** After a write: the record as answered goes into the cache, lists and boards read again. */
export function saved(client: QueryClient, kind: RecordKind, record: AnyRecord, seq: number) {
  wrote(record.id, seq);
  const key = recordKey(kind, record.id);
  client.setQueryData(key, (before: Read<AnyRecord> | undefined) =>
    before ? { record, refs: before.refs } : undefined,
  );
  // The reply names no other records; when it points at one that was not known yet, read again.
  const refs = client.getQueryData<Read<AnyRecord>>(key)?.refs ?? {};
  const links = Object.entries(record).filter(([name]) => LINKS.has(name));
  if (links.some(([, id]) => id && !(String(id) in refs))) {
    void client.invalidateQueries({ queryKey: key });
  }
  staleAround(client, kind, record.id);
}

const LINKS = new Set(["company", "contact", "lead", "deal", "parent"]);

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

export function useBulk(kind: RecordKind) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Bulk) =>
      call<BulkReply>("POST", `${PATHS[kind]}/bulk`, { body, key: crypto.randomUUID() }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["record"] });
      staleAround(client, kind, "");
    },
  });
}
