import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { NavigateContext } from "@/components/A";
import { FormatProvider } from "@/i18n/FormatProvider";
import { theme } from "@/theme/theme";

interface Options {
  client?: QueryClient;
  onNavigate?: (href: string) => void;
}

/** Draws a piece of the app with what every page has around it. */
export function show(
  children: ReactNode,
  { client = new QueryClient(), onNavigate }: Options = {},
) {
  return render(
    <MantineProvider theme={theme} env="test" withCssVariables={false}>
      <QueryClientProvider client={client}>
        <NavigateContext value={onNavigate ?? (() => undefined)}>
          <FormatProvider zone="Europe/Amsterdam">{children}</FormatProvider>
        </NavigateContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
}
