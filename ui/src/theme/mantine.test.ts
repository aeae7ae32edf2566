import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const sources = import.meta.glob<string>("../**/*.tsx", {
  eager: true,
  query: "?raw",
  import: "default",
});

const used = [
  ...new Set(
    Object.values(sources).flatMap((text) =>
      [...text.matchAll(/import \{([^}]*)\} from "@mantine\/core"/g)].flatMap((match) =>
        (match[1] ?? "").split(",").map((name) => name.trim()),
      ),
    ),
  ),
];

it("has the styles of every component that is used", () => {
  const css = readFileSync("src/theme/mantine.css", "utf8");
  const missing = used.filter(
    (name) =>
      existsSync(`node_modules/@mantine/core/styles/${name}.css`) && !css.includes(`/${name}.css"`),
  );
  expect(missing).toEqual([]);
});

it("uses none that write style elements at run time, which the Content-Security-Policy refuses", () => {
  const injecting = ["AppShell", "Flex", "Grid", "SimpleGrid", "ColorSchemeScript"];
  expect(used.filter((name) => injecting.includes(name))).toEqual([]);
});
