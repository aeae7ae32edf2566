import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { listSearch, one } from "@/app/search";
import { steerSearch } from "@/features/steer/question";
import { appRoute } from "./app";

/** Lists with a switch between ready-made questions. */
const shownSearch = (search: Record<string, unknown>) => ({
  ...listSearch(search),
  ...(one(search.shown) ? { shown: one(search.shown) } : {}),
});

// One route per page; each page is a chunk of its own.

export const homeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/board" });
  },
});

// Funnel: the same deals as board and as list, and the leads that lead to them.

export const boardRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/board",
  validateSearch: (search: Record<string, unknown>) => ({
    ...listSearch(search),
    ...(one(search.pipeline) ? { pipeline: one(search.pipeline) } : {}),
    ...(one(search.stage) ? { stage: one(search.stage) } : {}),
    // The number above a column that is open: which, and of which stage.
    ...(one(search.open) ? { open: one(search.open) } : {}),
    ...(one(search.part) ? { part: one(search.part) } : {}),
  }),
  component: lazyRouteComponent(() => import("@/features/deals/BoardPage")),
});

export const dealsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/deals",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("@/features/deals/DealsPage")),
});

export const dealRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/deals/$id",
  component: lazyRouteComponent(() => import("@/features/deals/DealPage")),
});

export const leadsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/leads",
  validateSearch: shownSearch,
  component: lazyRouteComponent(() => import("@/features/leads/LeadsPage")),
});

export const leadRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/leads/$id",
  component: lazyRouteComponent(() => import("@/features/leads/LeadPage")),
});

// Steer: how the team stands, and why.

export const steerRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/steer",
  validateSearch: steerSearch,
  component: lazyRouteComponent(() => import("@/features/steer/SteerPage")),
});

export const steerFunnelRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/steer/funnel",
  validateSearch: steerSearch,
  component: lazyRouteComponent(() => import("@/features/steer/funnel/FunnelPage")),
});

/** Where the stages were before they became a part of the funnel. */
export const steerStagesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/steer/stages",
  validateSearch: steerSearch,
  beforeLoad: ({ search }) => {
    throw redirect({ to: "/steer/funnel", search, replace: true });
  },
});

export const steerLeaksRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/steer/leaks",
  validateSearch: steerSearch,
  component: lazyRouteComponent(() => import("@/features/steer/leaks/LeaksPage")),
});

export const steerPeopleRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/steer/people",
  validateSearch: steerSearch,
  component: lazyRouteComponent(() => import("@/features/steer/people/PeoplePage")),
});

export const steerWallRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/steer/wall",
  validateSearch: steerSearch,
  component: lazyRouteComponent(() => import("@/features/steer/wall/WallPage")),
});

export const steerTargetsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/steer/targets",
  validateSearch: steerSearch,
  component: lazyRouteComponent(() => import("@/features/steer/targets/TargetsPage")),
});

export const steerChannelsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/steer/channels",
  validateSearch: steerSearch,
  component: lazyRouteComponent(() => import("@/features/steer/channels/ChannelsPage")),
});

export const steerLossesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/steer/losses",
  validateSearch: steerSearch,
  component: lazyRouteComponent(() => import("@/features/steer/losses/LossesPage")),
});

export const steerChangesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/steer/changes",
  validateSearch: steerSearch,
  component: lazyRouteComponent(() => import("@/features/steer/changes/ChangesPage")),
});

export const steerPersonRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/steer/people/$id",
  validateSearch: steerSearch,
  component: lazyRouteComponent(() => import("@/features/steer/people/PersonPage")),
});

export const steerExpectedRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/steer/expected",
  validateSearch: steerSearch,
  component: lazyRouteComponent(() => import("@/features/steer/expected/ExpectedPage")),
});

// The parties and what was done with them.

export const contactsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/contacts",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("@/features/contacts/ContactsPage")),
});

export const contactRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/contacts/$id",
  component: lazyRouteComponent(() => import("@/features/contacts/ContactPage")),
});

export const companiesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/companies",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("@/features/companies/CompaniesPage")),
});

export const companyRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/companies/$id",
  component: lazyRouteComponent(() => import("@/features/companies/CompanyPage")),
});

export const activitiesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/activities",
  validateSearch: shownSearch,
  component: lazyRouteComponent(() => import("@/features/activities/ActivitiesPage")),
});

export const activityRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/activities/$id",
  component: lazyRouteComponent(() => import("@/features/activities/ActivityPage")),
});

// Around the work.

export const binRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/bin",
  validateSearch: (search: Record<string, unknown>) => ({
    ...(one(search.kind) ? { kind: one(search.kind) } : {}),
  }),
  component: lazyRouteComponent(() => import("@/features/bin/BinPage")),
});

export const importRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/import",
  component: lazyRouteComponent(() => import("@/features/import/ImportPage")),
});

export const importBatchRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/import/$id",
  validateSearch: (search: Record<string, unknown>) => ({
    ...(one(search.step) ? { step: one(search.step) } : {}),
    ...(one(search.file) ? { file: one(search.file) } : {}),
  }),
  component: lazyRouteComponent(() => import("@/features/import/ImportBatch")),
});

export const settingsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/settings",
  component: lazyRouteComponent(() => import("@/features/settings/SettingsPage")),
});

export const settingsSectionRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/settings/$section",
  // Which of several is open: a pipeline, a kind of record.
  validateSearch: (search: Record<string, unknown>) => ({
    ...(one(search.entry) ? { entry: one(search.entry) } : {}),
  }),
  component: lazyRouteComponent(() => import("@/features/settings/SettingsPage")),
});
