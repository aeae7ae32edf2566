/** A page of Steer: where it is, and under `tabs` in the language files what it is called. */
interface SteerPageEntry {
  path: string;
  label:
    | "glance"
    | "funnel"
    | "leaks"
    | "people"
    | "channels"
    | "losses"
    | "changes"
    | "expected"
    | "targets";
}

/** The pages of Steer in the order of the navigation; one without a route is left out. */
export const PAGES: readonly SteerPageEntry[] = [
  { path: "/steer", label: "glance" },
  { path: "/steer/funnel", label: "funnel" },
  { path: "/steer/leaks", label: "leaks" },
  { path: "/steer/people", label: "people" },
  { path: "/steer/channels", label: "channels" },
  { path: "/steer/losses", label: "losses" },
  { path: "/steer/changes", label: "changes" },
  { path: "/steer/expected", label: "expected" },
  { path: "/steer/targets", label: "targets" },
];

/** Whether a page of Steer, or one that hangs under it, is shown at this address. */
export function isAt(page: string, address: string): boolean {
  return address === page || (page !== "/steer" && address.startsWith(`${page}/`));
}
