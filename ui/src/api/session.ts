import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { call, get } from "./http";
import type { Me, Member, Setup } from "./types";

/** Who is logged in, and whether this installation still has to be set up. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) => get<Me>("/me", { signal }),
});

/** The member behind this session; only for pages behind the log-in. */
export function useMember(): Member | null {
  return useSuspenseQuery(meQuery).data.member;
}

export interface Credentials {
  email: string;
  password: string;
}

export const logIn = (body: Credentials) => call<unknown>("POST", "/log-in", { body });
export const logOut = () => call<null>("POST", "/log-out");
/** The language of what the server writes to this person, on every device. */
export const speak = (language: string) => call<unknown>("PATCH", "/me", { body: { language } });
export const switchWorkspace = (workspace: string) =>
  call<unknown>("POST", "/me/workspace", { body: { workspace } });
export const setUp = (body: Setup) => call<unknown>("POST", "/setup", { body });
