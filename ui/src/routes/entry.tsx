import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { one } from "@/app/search";
import { rootRoute } from "./root";

// The pages before the log-in.

export const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/login",
  validateSearch: (search: Record<string, unknown>) => ({
    ...(one(search.next)?.startsWith("/") ? { next: one(search.next) } : {}),
  }),
  component: lazyRouteComponent(() => import("@/features/session/LoginPage")),
});

export const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/setup",
  component: lazyRouteComponent(() => import("@/features/session/SetupPage")),
});

export const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/invite/$token",
  component: lazyRouteComponent(() => import("@/features/session/InvitePage")),
});

export const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/reset/$token",
  component: lazyRouteComponent(() => import("@/features/session/ResetPage")),
});
