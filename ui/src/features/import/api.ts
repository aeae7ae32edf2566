import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { call, get } from "@/api/http";
import type { Id } from "@/api/types";
import { showError } from "@/app/errors";
import type { ImportView, Mapping, ProposalView, State } from "./types";

const WORKING: State[] = ["checking", "running", "undoing"];

/** Does the server have something in hand for this import? */
export const isWorking = (state: State): boolean => WORKING.includes(state);

export const importsQuery = queryOptions({
  queryKey: ["imports"],
  queryFn: async ({ signal }) => (await get<{ items: ImportView[] }>("/imports", { signal })).items,
});

/** One import; asked again every half second while the server works on it. */
export const importQuery = (id: Id) =>
  queryOptions({
    queryKey: ["imports", id],
    queryFn: ({ signal }) => get<ImportView>(`/imports/${id}`, { signal }),
    refetchInterval: (query) => {
      const state = query.state.data?.state;
      return state && isWorking(state) ? 500 : false;
    },
  });

export const proposalQuery = (id: Id) =>
  queryOptions({
    queryKey: ["imports", id, "proposal"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => get<ProposalView>(`/imports/${id}/proposal`, { signal }),
  });

/** Sends the files and answers with the import they begin. */
export function useUpload() {
  const client = useQueryClient();
  return useMutation({
    meta: { inline: true },
    mutationFn: async (files: File[]) => {
      const form = new FormData();
      for (const file of files) {
        // What an earlier import kept as a file comes along as its mapping.
        form.append(file.name.endsWith(".toml") ? "mapping" : "files", file, file.name);
      }
      return (await call<ImportView>("POST", "/imports", { form })).data;
    },
    onSuccess: () => client.invalidateQueries({ queryKey: importsQuery.queryKey }),
  });
}

export type Command = "dry-run" | "run" | "cancel" | "undo";

/** Starts or stops what the server does with an import. */
export function useImportCommand(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (command: Command) =>
      (
        await call<ImportView>("POST", `/imports/${id}/${command}`, {
          body: {},
          key: crypto.randomUUID(),
        })
      ).data,
    onSettled: () => client.invalidateQueries({ queryKey: importsQuery.queryKey }),
  });
}

export const refusedAddress = (id: Id) => `/api/v1/imports/${id}/refused.csv`;
export const mappingAddress = (id: Id) => `/api/v1/imports/${id}/mapping.toml`;

const REST = 400;

/**
 * Changes the mapping on the screen at once and on the server a moment later, always in the order in
 * which they were made.
 */
export function useMappingEdit(id: Id) {
  const client = useQueryClient();
  const key = proposalQuery(id).queryKey;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(0);
  const [saving, setSaving] = useState(false);
  const write = useMutation({
    meta: { inline: true },
    scope: { id: `mapping ${id}` },
    mutationFn: async (mapping: Mapping) =>
      (await call<ProposalView>("PUT", `/imports/${id}/mapping`, { body: mapping })).data,
  });
  const send = async (number: number) => {
    timer.current = undefined;
    const mapping = client.getQueryData<ProposalView>(key)?.mapping;
    if (!mapping) return;
    try {
      const reply = await write.mutateAsync(mapping);
      if (latest.current === number) client.setQueryData(key, reply);
      await client.invalidateQueries({ queryKey: importQuery(id).queryKey, exact: true });
    } catch (error) {
      showError(error);
      await client.invalidateQueries({ queryKey: key });
    } finally {
      if (latest.current === number) setSaving(false);
    }
  };

  // Whoever leaves the page at once has decided all the same.
  const unsent = useRef(() => undefined as undefined);
  unsent.current = () => {
    if (!timer.current) return;
    clearTimeout(timer.current);
    void send(latest.current);
  };
  useEffect(() => () => unsent.current(), []);

  const change = (edit: (mapping: Mapping) => Mapping) => {
    client.setQueryData<ProposalView>(key, (view) =>
      view ? { ...view, mapping: edit(view.mapping) } : view,
    );
    const number = ++latest.current;
    setSaving(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void send(number), REST);
  };
  return { change, saving };
}
