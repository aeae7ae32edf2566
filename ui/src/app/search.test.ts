import { expect, it } from "vitest";
import { listSearch, parseSearch, stringifySearch } from "./search";

it("writes filters readably and reads them back", () => {
  const search = { filter: ["status:eq:open", "owner:in:a,b"], sort: "-value" };
  const text = stringifySearch(search);
  expect(text).toBe("?filter=status:eq:open&filter=owner:in:a,b&sort=-value");
  expect(listSearch(parseSearch(text.slice(1)))).toEqual(search);
});

it("leaves out what is empty", () => {
  expect(stringifySearch({ sort: undefined, filter: [] })).toBe("");
  expect(listSearch(parseSearch("filter=a:eq:b"))).toEqual({ filter: ["a:eq:b"] });
});
