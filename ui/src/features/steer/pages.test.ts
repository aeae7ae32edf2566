import { describe, expect, test } from "vitest";
import { isAt, PAGES } from "./pages";

describe("the pages of Steer", () => {
  test("one is shown at its own address and for what hangs under it", () => {
    expect(isAt("/steer/people", "/steer/people")).toBe(true);
    expect(isAt("/steer/people", "/steer/people/0199")).toBe(true);
    expect(isAt("/steer/people", "/steer/peoples")).toBe(false);
  });

  test("the first is not shown for all that begin like it", () => {
    expect(PAGES.filter(({ path }) => isAt(path, "/steer/leaks"))).toEqual([
      { path: "/steer/leaks", label: "leaks" },
    ]);
  });
});
