import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { isProblem } from "@/api/problem";
import { showError } from "./errors";

declare module "@tanstack/react-query" {
  interface Register {
    /** `inline`: the screen shows the error beside its cause, so no toast. */
    mutationMeta: { inline?: boolean };
  }
}

const refused = (error: unknown) =>
  isProblem(error) && error.status >= 400 && error.status < 500 && error.status !== 429;

export function createQueryClient(onLoggedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (isProblem(error) && error.status === 401) onLoggedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _context, mutation) => {
        onError(error);
        if (!mutation.meta?.inline && !(isProblem(error) && error.status === 401)) showError(error);
      },
    }),
    defaultOptions: {
      // Live messages say what is stale; time alone does not.
      queries: { staleTime: 60_000, retry: (count, error) => count < 2 && !refused(error) },
      mutations: { retry: false },
    },
  });
}
