import { describe, expect, it } from "vitest";
import {
  accept,
  addFile,
  isAccepted,
  isFor,
  mapsOf,
  mayCreate,
  setDress,
  setEntity,
  setField,
  setStage,
  setValue,
} from "./mapping";
import type { FileMap, Mapping, Proposal, Table, Target } from "./types";

const file: FileMap = {
  name: "deals.csv",
  sheet: null,
  entity: "deal",
  id: [],
  repeats: "refuse",
  skip: [],
  columns: { Owner: { field: "owner" }, Amount: { field: "value", decimal: "," } },
  fixed: {},
};
const mapping: Mapping = {
  system: "",
  currency: null,
  create: ["member"],
  empty: [],
  bad_cells: "refuse",
  same: {},
  pipeline: [{ name: "", into: "Sales", stages: [], map: { Won: { outcome: "won" } } }],
  file: [file],
};
const table = { file: "Deals.csv", sheet: null } as Table;

describe("which map is for which table", () => {
  it("goes by name, with stars, whatever the case", () => {
    expect(isFor(file, table)).toBe(true);
    expect(isFor({ ...file, name: "d*s.csv" }, table)).toBe(true);
    expect(isFor({ ...file, name: "d.als.csv" }, table)).toBe(false);
    expect(isFor({ ...file, sheet: "Two" }, { ...table, sheet: "One" })).toBe(false);
  });

  it("counts a second map of the same table", () => {
    expect(mapsOf(addFile(table, "company")(mapping), table)).toEqual([0, 1]);
  });
});

describe("columns", () => {
  it("leave out what the new kind of record has no field for", () => {
    const targets: Target[] = [{ field: "owner", takes: "entry", words: [], of: "member" }];
    const after = setEntity(0, "company", targets)(mapping).file[0];
    expect(after?.entity).toBe("company");
    expect(Object.keys(after?.columns ?? {})).toEqual(["Owner"]);
  });

  it("keep how their cells are read when they become another field", () => {
    const meant = setValue(0, "Amount", "none", "0")(mapping);
    const after = setField(0, "Amount", "custom.fee")(meant).file[0]?.columns.Amount;
    expect(after).toEqual({ field: "custom.fee", decimal: "," });
  });

  it("can be left out", () => {
    expect(setField(0, "Owner", null)(mapping).file[0]?.columns).not.toHaveProperty("Owner");
  });

  it("say what a cell means, and take it back", () => {
    const said = setValue(0, "Owner", "ADV", "Anna")(mapping);
    expect(said.file[0]?.columns.Owner?.values).toEqual({ ADV: "Anna" });
    expect(setValue(0, "Owner", "ADV", null)(said).file[0]?.columns.Owner?.values).toEqual({});
  });
});

describe("decisions", () => {
  const proposal = (part: Partial<Proposal>): Proposal => ({
    kind: "same",
    file: null,
    column: null,
    list: "product",
    from: "GTXPro",
    to: "GTX Pro",
    rows: 3,
    accepted: false,
    ...part,
  });

  it("two names of one thing", () => {
    const yes = accept(proposal({}), true)(mapping);
    expect(yes.same).toEqual({ product: { GTXPro: "GTX Pro" } });
    expect([mapping, yes].map((one) => isAccepted(proposal({}), one))).toEqual([false, true]);
    const other = proposal({ from: "GTX Pro", to: "GTXPro" });
    expect(isAccepted(other, yes)).toBe(true);
    expect(accept(other, false)(yes).same).toEqual({ product: {} });
    expect(accept(proposal({}), false)(yes).same).toEqual({ product: {} });
  });

  it("a text that means nothing", () => {
    const select = proposal({ kind: "empty", list: null, from: "Select", to: null });
    const yes = accept(select, true)(accept(select, true)(mapping));
    expect(yes.empty).toEqual(["Select"]);
    expect(accept(select, false)(yes).empty).toEqual([]);
  });

  it("a stage keeps its outcome when it gets a place", () => {
    const after = setStage(0, "Won", { stage: "Closing" })(mapping);
    expect(after.pipeline[0]?.map.Won).toEqual({ outcome: "won", stage: "Closing" });
  });

  it("what may be made, and how bytes are read", () => {
    expect(mayCreate("member", false)(mapping).create).toEqual([]);
    expect(mayCreate("tag", true)(mapping).create).toEqual(["member", "tag"]);
    expect(setDress(table, { delimiter: ";" })(mapping).file[0]?.delimiter).toBe(";");
  });
});
