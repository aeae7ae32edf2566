import type { QueryClient } from "@tanstack/react-query";
import type { Id, LiveMessage } from "./types";

const own = new Map<Id, number>();

/** Remembers what this browser wrote itself, so that its own echo is ignored. */
export function wrote(id: Id, seq: number): void {
  if (seq > (own.get(id) ?? 0)) own.set(id, seq);
}

/** What a live message makes stale. Exported for its test. */
export function apply(client: QueryClient, message: LiveMessage): void {
  const { seq, kind, id } = message;
  if (kind === "workspace") {
    void client.invalidateQueries({ queryKey: ["catalogue"] });
    return;
  }
  if (kind === "batch") {
    for (const key of ["list", "totals", "board", "record", "timeline"]) {
      void client.invalidateQueries({ queryKey: [key] });
    }
    void client.invalidateQueries({ queryKey: ["measure"], refetchType: "none" });
    return;
  }
  // Figures stay as they stand until somebody asks again; a page that follows along asks by itself.
  void client.invalidateQueries({ queryKey: ["measure"], refetchType: "none" });
  if ((own.get(id) ?? 0) >= seq) return;
  // A list read at or after this event knows it already.
  const knows = (data: unknown): boolean => {
    const read = (data as { pages?: { seq?: number }[]; seq?: number } | undefined) ?? {};
    const at = read.pages ? Math.min(...read.pages.map((page) => page.seq ?? 0)) : read.seq;
    return at !== undefined && at >= seq;
  };
  const stale = (queryKey: unknown[]) =>
    void client.invalidateQueries({ queryKey, predicate: (query) => !knows(query.state.data) });
  stale(["record", kind, id]);
  stale(["list", kind]);
  stale(["totals", kind]);
  stale(["timeline"]);
  stale(["files", id]);
  if (kind === "deal" || kind === "activity") stale(["board"]);
}

const RETRY = 5_000;

/** Listens to what others change; the stream resumes by itself after a gap. */
export function listen(client: QueryClient): () => void {
  let source: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;
  // Many messages in one moment (a bulk edit) cause one round of reading.
  let waiting: LiveMessage[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = () => {
    source = new EventSource("/api/v1/live");
    source.onmessage = (event: MessageEvent<string>) => {
      waiting.push(JSON.parse(event.data) as LiveMessage);
      timer ??= setTimeout(() => {
        const now = waiting;
        waiting = [];
        timer = undefined;
        for (const message of now) apply(client, message);
      }, 50);
    };
    // Refused rather than interrupted: the session may have ended, or the server is starting.
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return;
      retry = setTimeout(() => {
        void client.invalidateQueries({ queryKey: ["me"] });
        open();
      }, RETRY);
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    clearTimeout(retry);
    source.close();
  };
}
