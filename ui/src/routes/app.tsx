import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { createRoute, Outlet, redirect, useLocation, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo } from "react";
import { catalogueQuery } from "@/api/catalogue";
import { listen } from "@/api/live";
import { logOut, meQuery, speak, switchWorkspace } from "@/api/session";
import { RECORD_KINDS, type RecordKind } from "@/api/types";
import { showError } from "@/app/errors";
import { SearchRecordsContext } from "@/components/fields/searchRecords";
import { Shell } from "@/features/shell/Shell";
import { FormatProvider } from "@/i18n/FormatProvider";
import { hasChosenLanguage, isLanguage, showLanguage } from "@/i18n/i18n";
import { searchRecords } from "@/records/searchRecords";
import { useWhyNot } from "@/records/useWhyNot";
import { NotFound, RouteError, rootRoute } from "./root";

const Palette = lazy(() => import("@/features/palette/Palette"));
const PersonMenu = lazy(() => import("@/features/shell/PersonMenu"));
const QuickAdd = lazy(() => import("@/features/quick-add/QuickAdd"));

/** The one page without anything around it. */
const WALL = "/steer/wall";

/** Everything behind the log-in. */
export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "app",
  beforeLoad: async ({ context: { queryClient }, location }) => {
    const me = await queryClient.ensureQueryData(meQuery);
    if (me.member) return;
    if (me.needs_set_up) throw redirect({ to: "/setup" });
    throw redirect({ to: "/login", search: { next: location.href } });
  },
  loader: ({ context: { queryClient } }) => queryClient.ensureQueryData(catalogueQuery),
  component: AppFrame,
  errorComponent: RouteError,
  notFoundComponent: NotFound,
});

function AppFrame() {
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: catalogue } = useSuspenseQuery(catalogueQuery);
  const queryClient = useQueryClient();
  const router = useRouter();
  const path = useLocation({ select: (location) => location.pathname });
  const whyNot = useWhyNot();
  const language = me.member?.language ?? catalogue.workspace.language;
  useEffect(() => {
    // A language chosen in this browser stays; else the person's own.
    if (!hasChosenLanguage() && isLanguage(language)) void showLanguage(language);
  }, [language]);
  const search = useMemo(() => searchRecords(queryClient), [queryClient]);
  useEffect(() => listen(queryClient), [queryClient]);
  if (!me.member) return null;

  const leave = async () => {
    try {
      await logOut();
      queryClient.setQueryData(meQuery.queryKey, (now) => (now ? { ...now, member: null } : now));
      await router.navigate({ to: "/login" });
      // Nothing of this person stays in memory for the next one.
      queryClient.clear();
    } catch (error) {
      showError(error);
    }
  };

  const enter = async (id: string) => {
    try {
      await switchWorkspace(id);
      // Everything on the screen belongs to the other workspace.
      window.location.assign("/");
    } catch (error) {
      showError(error);
    }
  };

  return (
    <FormatProvider zone={catalogue.workspace.time_zone}>
      <SearchRecordsContext value={search}>
        {path === WALL ? (
          <Outlet />
        ) : (
          <Shell
            path={path}
            whyNot={whyNot}
            person={
              <Suspense>
                <PersonMenu
                  name={me.member.name}
                  workspace={catalogue.workspace.name}
                  workspaces={me.workspaces}
                  onWorkspace={(id) => void enter(id)}
                  onLanguage={(next) => void speak(next).catch(showError)}
                  onLogOut={() => void leave()}
                />
              </Suspense>
            }
            palette={(close, add) => (
              <Suspense>
                <Palette
                  onClose={close}
                  commands={[
                    ...(whyNot ? [] : RECORD_KINDS).map((kind) => ({
                      id: `add_${kind}`,
                      run: () => add(kind),
                    })),
                    { id: "log_out", run: () => void leave() },
                  ]}
                />
              </Suspense>
            )}
            quickAdd={(close, kind) => (
              <Suspense>
                <QuickAdd onClose={close} kind={kind as RecordKind | undefined} />
              </Suspense>
            )}
          >
            <Outlet />
          </Shell>
        )}
      </SearchRecordsContext>
    </FormatProvider>
  );
}
