import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call, get } from "./http";
import { wrote } from "./live";
import { PATHS } from "./records";
import type { Id, RecordKind } from "./types";

/** A file that hangs on a record. */
export interface RecordFile {
  id: Id;
  name: string;
  /** Bytes. */
  size: number;
  added_at: string;
  added_by: Id | null;
}

/** The files of a record, newest first. */
export const filesQuery = (kind: RecordKind, id: Id) =>
  queryOptions({
    queryKey: ["files", id],
    queryFn: ({ signal }) => get<{ items: RecordFile[] }>(`${PATHS[kind]}/${id}/files`, { signal }),
    select: (reply) => reply.items,
  });

/** Where a browser fetches a file: the cookie goes along. */
export const fileAddress = (id: Id) => `/api/v1/files/${id}`;

/** Hangs files on a record, one after the other. */
export function useUpload(kind: RecordKind, id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (files: File[]) => {
      for (const file of files) {
        const reply = await call<RecordFile>("POST", `${PATHS[kind]}/${id}/files`, {
          query: { name: file.name },
          raw: file,
          key: crypto.randomUUID(),
        });
        wrote(id, reply.seq);
      }
    },
    onSettled: () => refresh(client, id),
  });
}

/** Takes a file off its record. */
export function useRemoveFile(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (file: Id) => call<null>("DELETE", `/files/${file}`),
    onSettled: () => refresh(client, id),
  });
}

function refresh(client: ReturnType<typeof useQueryClient>, id: Id) {
  void client.invalidateQueries({ queryKey: ["timeline"] });
  return client.invalidateQueries({ queryKey: ["files", id] });
}
