import { queryOptions } from "@tanstack/react-query";
import { call, get } from "./http";
import { isProblem } from "./problem";
import type { Session } from "./types";

/** Who is logged in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await get<Session>("/session", { signal });
    } catch (error) {
      if (isProblem(error) && error.status === 401) return null;
      throw error;
    }
  },
});

/** Whether this installation still has no workspace. */
export const setupQuery = queryOptions({
  queryKey: ["setup"],
  queryFn: ({ signal }) => get<{ needed: boolean }>("/setup", { signal }),
});

export interface Credentials {
  email: string;
  password: string;
}

export interface Setup extends Credentials {
  workspace: string;
  name: string;
  language: string;
  currency: string;
  time_zone: string;
  template: "classic" | "short";
}

export const logIn = (body: Credentials) => call<Session>("POST", "/session", { body });
export const logOut = () => call<null>("DELETE", "/session");
export const setUp = (body: Setup) => call<Session>("POST", "/setup", { body });
