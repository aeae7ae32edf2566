import { expect, it } from "vitest";
import { Problem, unreachable } from "@/api/problem";
import { errorWords } from "./errors";

it("uses the server's sentence, and names the fields", () => {
  const problem = new Problem({
    status: 422,
    code: "invalid",
    detail: "Not valid",
    errors: [{ field: "reason", code: "required", detail: "Choose a reason." }],
  });
  expect(errorWords(problem)).toEqual({
    title: "Not saved: something is not right yet",
    detail: "Choose a reason.",
  });
});

it("says that nothing was changed when the server is away", () => {
  expect(errorWords(unreachable()).detail).toContain("Nothing was changed");
});

it("never shows an empty message", () => {
  expect(errorWords(new Problem({ status: 503 })).detail).toBe("Nothing was changed.");
  expect(errorWords("odd").title).toBe("Something went wrong");
});
