import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { createRouter, RouterProvider } from "@tanstack/react-router";
import { meQuery } from "@/api/session";
import { routeTree } from "@/routes/tree";
import { theme } from "@/theme/theme";
import { createQueryClient } from "./queries";
import { parseSearch, stringifySearch } from "./search";

const queryClient = createQueryClient(() => {
  // A session that ended elsewhere: what is on the screen stays until the person has logged in again.
  if (queryClient.getQueryData(meQuery.queryKey)?.member) {
    queryClient.setQueryData(meQuery.queryKey, (me) => (me ? { ...me, member: null } : me));
    void router.invalidate();
  }
});

const router = createRouter({
  routeTree,
  context: { queryClient },
  parseSearch: (text) => parseSearch(text.replace(/^\?/, "")),
  stringifySearch,
  defaultPreload: false,
  // Under 100 ms nothing shows.
  defaultPendingMs: 100,
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <Notifications position="bottom-right" limit={4} />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
