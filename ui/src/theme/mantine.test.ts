import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const sources = import.meta.glob<string>("../**/*.tsx", {
  eager: true,
  query: "?raw",
  import: "default",
});

it("has the styles of every component that is used", () => {
  const css = readFileSync("src/theme/mantine.css", "utf8");
  const used = Object.values(sources).flatMap((text) =>
    [...text.matchAll(/import \{([^}]*)\} from "@mantine\/core"/g)].flatMap((match) =>
      (match[1] ?? "").split(",").map((name) => name.trim()),
    ),
  );
  const missing = [...new Set(used)].filter(
    (name) =>
      existsSync(`node_modules/@mantine/core/styles/${name}.css`) && !css.includes(`/${name}.css"`),
  );
  expect(missing).toEqual([]);
});
