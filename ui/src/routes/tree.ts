import { appRoute } from "./app";
import { inviteRoute, loginRoute, resetRoute, setupRoute } from "./entry";
import * as page from "./pages";
import { rootRoute } from "./root";

export const routeTree = rootRoute.addChildren([
  loginRoute,
  setupRoute,
  inviteRoute,
  resetRoute,
  appRoute.addChildren([
    page.homeRoute,
    page.boardRoute,
    page.dealsRoute,
    page.dealRoute,
    page.leadsRoute,
    page.leadRoute,
    page.steerRoute,
    page.steerFunnelRoute,
    page.steerChannelsRoute,
    page.steerLossesRoute,
    page.steerChangesRoute,
    page.steerExpectedRoute,
    page.steerStagesRoute,
    page.steerLeaksRoute,
    page.steerPeopleRoute,
    page.steerTargetsRoute,
    page.steerPersonRoute,
    page.steerWallRoute,
    page.contactsRoute,
    page.contactRoute,
    page.companiesRoute,
    page.companyRoute,
    page.activitiesRoute,
    page.activityRoute,
    page.binRoute,
    page.importRoute,
    page.importBatchRoute,
    page.settingsRoute,
    page.settingsSectionRoute,
  ]),
]);
