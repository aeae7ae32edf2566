import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { catalogueQuery } from "@/api/catalogue";
import { call } from "@/api/http";
import { isProblem } from "@/api/problem";
import type { Id } from "@/api/types";
import { type EntryKind, type EntryOf, entriesOf } from "./setUp";

/** A change of an entry, told so that it can be made again on a newer version of it. */
export interface Edit<E> {
  patch: (entry: E) => Partial<E>;
  /** What this change replaces; when somebody else changed just that, it is a conflict. */
  touches: (entry: E) => unknown;
}

/** Fields get these values. */
export function values<E>(patch: Partial<E>): Edit<E> {
  const names = Object.keys(patch) as (keyof E)[];
  return { patch: () => patch, touches: (entry) => names.map((name) => entry[name]) };
}

/** Somebody else changed the same thing; theirs is shown now, and saving again keeps mine. */
export class ChangedMeanwhile extends Error {}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const ATTEMPTS = 3;

/**
 * Writes the change on the version it was made for. When others changed other things since, it is made
 * again on theirs; when they changed the same thing, nothing is written.
 */
export async function writeEdit<E extends { version: number }>(
  base: E,
  edit: Edit<E>,
  write: (patch: Partial<E>, version: number) => Promise<E>,
  readAgain: () => Promise<E | undefined>,
): Promise<E> {
  let now = base;
  for (let attempt = 1; ; attempt++) {
    try {
      return await write(edit.patch(now), now.version);
    } catch (error) {
      if (!isProblem(error, "changed_meanwhile") || attempt === ATTEMPTS) throw error;
      const fresh = await readAgain();
      if (!fresh) throw error;
      if (!same(edit.touches(fresh), edit.touches(base))) throw new ChangedMeanwhile();
      now = fresh;
    }
  }
}

async function readAgain<K extends EntryKind>(client: QueryClient, kind: K, id: Id) {
  const catalogue = await client.fetchQuery({ ...catalogueQuery, staleTime: 0 });
  return entriesOf(kind, catalogue).find((entry) => entry.id === id);
}

const path = (kind: EntryKind, id?: Id) => `/catalogue/${kind}${id ? `/${id}` : ""}`;

/** What was written is on the screen before the field closes. */
const shown = (client: QueryClient) =>
  client.invalidateQueries({ queryKey: catalogueQuery.queryKey });

/** Changes an entry; the screen shows what goes wrong beside the field. */
export function useEdit<K extends EntryKind>(kind: K) {
  type E = EntryOf[K];
  const client = useQueryClient();
  const { mutateAsync } = useMutation({
    meta: { inline: true },
    mutationFn: ({ entry, edit }: { entry: E; edit: Edit<E> }) =>
      writeEdit<E>(
        entry,
        edit,
        async (body, version) =>
          (await call<E>("PATCH", path(kind, entry.id), { body, version })).data,
        () => readAgain(client, kind, entry.id),
      ),
    onSettled: () => shown(client),
  });
  return async (entry: E, edit: Edit<E>): Promise<void> => {
    await mutateAsync({ entry, edit });
  };
}

/**
 * A change typed in place: others may change the entry while somebody types, so it counts from what he
 * saw when he began.
 */
export function useTypedEdit<K extends EntryKind>(kind: K, entry: EntryOf[K]) {
  const edit = useEdit(kind);
  const began = useRef<EntryOf[K] | null>(null);
  return {
    onStart: () => {
      began.current = entry;
    },
    save: async (change: Edit<EntryOf[K]>): Promise<void> => {
      const before = began.current;
      // Once it was said, saving again is meant.
      began.current = null;
      if (before && !same(change.touches(before), change.touches(entry))) {
        throw new ChangedMeanwhile();
      }
      await edit(entry, change);
    },
  };
}

/** Adds an entry. */
export function useAdd<K extends EntryKind>(kind: K) {
  const client = useQueryClient();
  return useMutation({
    meta: { inline: true },
    mutationFn: async (body: object) =>
      (await call<EntryOf[K]>("POST", path(kind), { body, key: crypto.randomUUID() })).data,
    onSuccess: () => shown(client),
  });
}

/** No longer offers an entry, or offers it again; records that point at it keep it either way. */
export function useOffer<K extends EntryKind>(kind: K) {
  const client = useQueryClient();
  const options = { onSuccess: () => shown(client) };
  const remove = useMutation({
    meta: { inline: true },
    mutationFn: async ({ id, version }: { id: Id; version: number }) => {
      const removed = (v: number) => call<EntryOf[K]>("DELETE", path(kind, id), { version: v });
      try {
        return (await removed(version)).data;
      } catch (error) {
        if (!isProblem(error, "changed_meanwhile")) throw error;
        const fresh = await readAgain(client, kind, id);
        if (!fresh) throw error;
        return (await removed(fresh.version)).data;
      }
    },
    ...options,
  });
  const restore = useMutation({
    mutationFn: async (id: Id) =>
      (
        await call<EntryOf[K]>("POST", `${path(kind, id)}/restore`, {
          body: {},
          key: crypto.randomUUID(),
        })
      ).data,
    ...options,
  });
  return { remove, restore };
}
