import { infiniteQueryOptions } from "@tanstack/react-query";
import { get } from "./http";
import { PATHS } from "./records";
import type { Activity, Id, Instant, RecordKind, Refs } from "./types";

/** One change as the log keeps it: new and old values by field. */
export interface TimelineEvent {
  seq: number;
  occurred_at: Instant;
  recorded_at: Instant;
  actor: Id | null;
  origin: "member" | "api" | "intake" | "automation" | "import";
  kind: string;
  subject: { kind: RecordKind; id: Id };
  set: Record<string, unknown>;
  was: Record<string, unknown>;
  about: Record<string, unknown>;
  /** For events about an activity: the activity as it is now. */
  activity?: Activity | null;
}

export interface TimelinePage {
  items: TimelineEvent[];
  next: string | null;
  refs: Refs;
  seq: number;
}

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
