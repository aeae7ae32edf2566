import { expect, it } from "vitest";
import type { Catalogue } from "@/api/types";
import { translated } from "./boardFilter";

const fields = [
  { on: "deal", slug: "roof", kind: "choice" },
  { on: "deal", slug: "remark", kind: "text" },
  { on: "lead", slug: "shift", kind: "choice" },
] as Catalogue["fields"];

it.each([
  ["owner:in:a,b", ["owner:a,b"], []],
  ["tags:in:x", ["tag:x"], []],
  ["source:null:true", ["source:none"], []],
  ["custom.roof:in:flat", ["custom.deal.roof:flat"], []],
  ["custom.remark:has:sun", [], ["custom.remark"]],
  ["custom.shift:in:late", [], ["custom.shift"]],
  ["owner:ne:a", [], ["owner"]],
  ["value:gte:1000", [], ["value"]],
  ["roof:in:flat", [], ["roof"]],
])("%s is asked of the numbers as %j, and leaves out %j", (text, filter, skipped) => {
  expect(translated([text], fields)).toEqual({ filter, skipped });
});

it("takes several conditions together", () => {
  expect(translated(["owner:in:a", "value:gte:5", "campaign:eq:c"], fields)).toEqual({
    filter: ["owner:a", "campaign:c"],
    skipped: ["value"],
  });
  expect(translated(undefined, fields)).toEqual({ filter: [], skipped: [] });
});
