import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { get } from "./http";
import type { Catalogue } from "./types";

/** Members, pipelines, sources, fields and the rest of what a workspace sets up; read whole. */
export const catalogueQuery = queryOptions({
  queryKey: ["catalogue"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) => get<Catalogue>("/catalogue", { signal }),
});

export function useCatalogue(): Catalogue {
  return useSuspenseQuery(catalogueQuery).data;
}
