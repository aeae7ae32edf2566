import { infiniteQueryOptions } from "@tanstack/react-query";
import { get } from "./http";
import { PATHS } from "./records";
import type { Id, RecordKind, TimelinePage } from "./types";

export function timelineQuery(kind: RecordKind, id: Id) {
  return infiniteQueryOptions({
    queryKey: ["timeline", kind, id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      get<TimelinePage>(`${PATHS[kind]}/${id}/timeline`, {
        signal,
        query: { limit: 50, before: pageParam },
      }),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}
