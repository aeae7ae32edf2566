import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { catalogueQuery } from "@/api/catalogue";
import { call, get } from "@/api/http";
import type { components } from "@/api/schema";
import { meQuery } from "@/api/session";
import type { Id } from "@/api/types";

type Schemas = components["schemas"];

export type Invite = Schemas["InviteBody"];
export type Invited = Schemas["InvitedReply"];
export type MemberAccess = Schemas["MemberAccess"];
export type Session = Schemas["SessionReply"];
export type Token = Schemas["TokenReply"];
export type NewToken = Schemas["NewTokenReply"];
export const TOKEN_SCOPES: Schemas["TokenScope"][] = ["read", "write", "admin"];

/** How the members come in; for owners. */
export const accessQuery = queryOptions({
  queryKey: ["members"],
  queryFn: async ({ signal }) => (await get<Schemas["MembersReply"]>("/members", { signal })).items,
});

/** The browsers that oneself is logged in with. */
export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: async ({ signal }) =>
    (await get<Schemas["SessionsReply"]>("/sessions", { signal })).items,
});

export const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: async ({ signal }) => (await get<Schemas["TokensReply"]>("/tokens", { signal })).items,
});

const posted = async <T>(path: string, body: unknown = {}) =>
  (await call<T>("POST", path, { body, key: crypto.randomUUID() })).data;

/** Adds a member and answers with the link to give to the person. */
export function useInvite() {
  const client = useQueryClient();
  return useMutation({
    meta: { inline: true },
    mutationFn: (body: Invite) => posted<Invited>("/members", body),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: accessQuery.queryKey });
      await client.invalidateQueries({ queryKey: catalogueQuery.queryKey });
    },
  });
}

/** A new link for somebody who has not come in yet; the earlier one stops working. */
export function useInviteAgain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: Id) => posted<Invited>(`/members/${id}/invitation`),
    onSuccess: () => client.invalidateQueries({ queryKey: accessQuery.queryKey }),
  });
}

export function useLogOutMember() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: Id) => posted<null>(`/members/${id}/log-out`),
    onSuccess: () => client.invalidateQueries({ queryKey: accessQuery.queryKey }),
  });
}

/** Changes one's own name or language. */
export function useChangeMe() {
  const client = useQueryClient();
  return useMutation({
    meta: { inline: true },
    mutationFn: (body: Partial<Schemas["ProfileBody"]>) => call<unknown>("PATCH", "/me", { body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: meQuery.queryKey });
      await client.invalidateQueries({ queryKey: catalogueQuery.queryKey });
    },
  });
}

export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    meta: { inline: true },
    mutationFn: (body: Schemas["PasswordBody"]) => posted<null>("/me/password", body),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
}

export function useEndSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: Id) => call<null>("DELETE", `/sessions/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
}

export function useMakeToken() {
  const client = useQueryClient();
  return useMutation({
    meta: { inline: true },
    mutationFn: (body: Schemas["TokenBody"]) => posted<NewToken>("/tokens", body),
    onSuccess: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
}

export function useRevokeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: Id) => call<null>("DELETE", `/tokens/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
}
