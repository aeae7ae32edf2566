import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { errorWords } from "@/app/errors";
import { NavigateContext } from "@/components/A";
import { ConfirmProvider } from "@/components/Confirm";
import { EmptyState, ErrorState } from "@/components/States";

export interface RouterContext {
  queryClient: QueryClient;
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Root,
  errorComponent: RouteError,
  notFoundComponent: NotFound,
});

function Root() {
  const router = useRouter();
  return (
    <NavigateContext value={(href) => void router.navigate({ href })}>
      <ConfirmProvider>
        <Outlet />
      </ConfirmProvider>
    </NavigateContext>
  );
}

export function RouteError({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter();
  const { title, detail } = errorWords(error);
  return (
    <ErrorState
      title={title}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    >
      {detail}
    </ErrorState>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return <EmptyState title={t("error.not_found")}>{t("error.not_found_detail")}</EmptyState>;
}
