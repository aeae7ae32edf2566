import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { apply, wrote } from "./live";

function client() {
  const client = new QueryClient();
  client.setQueryData(["board", "p", undefined], { seq: 10 });
  client.setQueryData(["list", "deal", {}], { pages: [{ seq: 10 }, { seq: 14 }] });
  client.setQueryData(["list", "lead", {}], { pages: [{ seq: 10 }] });
  client.setQueryData(["record", "deal", "d1"], { record: {} });
  const stale = (key: unknown[]) => client.getQueryState(key)?.isInvalidated;
  return { client, stale };
}

describe("a live message", () => {
  it("makes what may show the record stale, and nothing else", () => {
    const { client: c, stale } = client();
    apply(c, { seq: 12, kind: "deal", id: "d1", change: "changed" });
    expect(stale(["board", "p", undefined])).toBe(true);
    expect(stale(["list", "deal", {}])).toBe(true);
    expect(stale(["record", "deal", "d1"])).toBe(true);
    expect(stale(["list", "lead", {}])).toBe(false);
  });

  it("is ignored by lists that were read later", () => {
    const { client: c, stale } = client();
    apply(c, { seq: 9, kind: "deal", id: "d2", change: "changed" });
    expect(stale(["list", "deal", {}])).toBe(false);
    expect(stale(["board", "p", undefined])).toBe(false);
  });

  it("is ignored when it is the echo of one's own write", () => {
    const { client: c, stale } = client();
    wrote("d3", 20);
    apply(c, { seq: 20, kind: "deal", id: "d3", change: "changed" });
    expect(stale(["board", "p", undefined])).toBe(false);
    apply(c, { seq: 21, kind: "deal", id: "d3", change: "changed" });
    expect(stale(["board", "p", undefined])).toBe(true);
  });

  it("about a batch makes everything stale", () => {
    const { client: c, stale } = client();
    apply(c, { seq: 30, kind: "batch", id: "b1", change: "changed" });
    expect(stale(["list", "lead", {}])).toBe(true);
  });
});

describe("figures", () => {
  it("are stale after whatever happened, one's own doing too, and wait to be asked for", () => {
    const { client: c, stale } = client();
    c.setQueryData(["measure", "stages"], {});
    wrote("d4", 30);
    apply(c, { seq: 30, kind: "deal", id: "d4", change: "changed" });
    expect(stale(["measure", "stages"])).toBe(true);
    expect(stale(["board", "p", undefined])).toBe(false);
  });
});
