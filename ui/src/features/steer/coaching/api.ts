import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call, get } from "@/api/http";
import type { Talk, TalkList } from "@/api/types";

/** The talks about somebody, the latest first. */
export function talksQuery(about: string) {
  return queryOptions({
    queryKey: ["talks", about],
    queryFn: ({ signal }) => get<TalkList>("/talks", { signal, query: { about, limit: 200 } }),
  });
}

export interface NewTalk {
  about: string;
  on: string;
  notes: string | null;
  actions: { text: string; due: string | null }[];
  deals: string[];
}

/** Writes a talk down; the form shows what goes wrong. */
export function useHoldTalk(about: string) {
  const client = useQueryClient();
  return useMutation({
    meta: { inline: true },
    mutationFn: ({ body, key }: { body: NewTalk; key: string }) =>
      call<Talk>("POST", "/talks", { body, key }),
    onSuccess: () => client.invalidateQueries({ queryKey: talksQuery(about).queryKey }),
  });
}

interface Tick {
  talk: string;
  action: string;
  done: boolean;
}

/** Says that something agreed is done, or not after all. */
export function useTick(about: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ talk, ...body }: Tick) =>
      call<Talk>("POST", `/talks/${talk}/tick`, { body, key: crypto.randomUUID() }),
    onSettled: () => client.invalidateQueries({ queryKey: talksQuery(about).queryKey }),
  });
}
