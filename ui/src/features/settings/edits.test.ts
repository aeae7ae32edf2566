import { describe, expect, it, vi } from "vitest";
import { Problem } from "@/api/problem";
import { ChangedMeanwhile, values, writeEdit } from "./edits";

interface Product {
  version: number;
  name: string;
  code: string | null;
}

const base: Product = { version: 3, name: "Pomp", code: null };
const rename = values<Product>({ name: "Pompen" });
const stale = new Problem({ status: 412, code: "changed_meanwhile" });

describe("changing an entry that somebody else may change too", () => {
  it("is written on the version it was made for", async () => {
    const write = vi.fn(async (patch: Partial<Product>) => ({ ...base, ...patch, version: 4 }));
    const after = await writeEdit(base, rename, write, async () => base);
    expect(after).toEqual({ version: 4, name: "Pompen", code: null });
    expect(write).toHaveBeenCalledExactlyOnceWith({ name: "Pompen" }, 3);
  });

  it("is made again when others changed other fields", async () => {
    const write = vi
      .fn<(patch: Partial<Product>, version: number) => Promise<Product>>()
      .mockRejectedValueOnce(stale)
      .mockImplementation(async (patch) => ({ ...base, code: "P1", ...patch, version: 5 }));
    const fresh = { ...base, version: 4, code: "P1" };
    const after = await writeEdit(base, rename, write, async () => fresh);
    expect(after).toEqual({ version: 5, name: "Pompen", code: "P1" });
    expect(write).toHaveBeenLastCalledWith({ name: "Pompen" }, 4);
  });

  it("is not written over what somebody else wrote in the same field", async () => {
    const write = vi.fn().mockRejectedValue(stale);
    const fresh = { ...base, version: 4, name: "Pompje" };
    await expect(writeEdit(base, rename, write, async () => fresh)).rejects.toBeInstanceOf(
      ChangedMeanwhile,
    );
    expect(write).toHaveBeenCalledOnce();
  });

  it("gives up on an entry that is gone", async () => {
    const write = vi.fn().mockRejectedValue(stale);
    const gone = writeEdit(base, rename, write, async () => undefined);
    await expect(gone).rejects.toBe(stale);
  });
});
