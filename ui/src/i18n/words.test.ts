import { describe, expect, it } from "vitest";
import { words as en } from "./en";
import { words as nl } from "./nl";

const sources = import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.*"], {
  eager: true,
  query: "?raw",
  import: "default",
});

function keys(tree: unknown, path = ""): string[] {
  if (typeof tree === "string") return [path];
  return Object.entries(tree as Record<string, unknown>).flatMap(([key, value]) =>
    keys(value, path ? `${path}.${key}` : key),
  );
}

const namespaces = [...new Set([...Object.keys(en), ...Object.keys(nl)])].sort();

describe.each(namespaces)("words of %s", (namespace) => {
  it("are the same keys in both languages", () => {
    expect(keys(nl[namespace] ?? {}).sort()).toEqual(keys(en[namespace] ?? {}).sort());
  });

  it("fill in the same values in both languages", () => {
    const marks = (tree: unknown) =>
      Object.fromEntries(
        keys(tree).map((key) => {
          const text = key
            .split(".")
            .reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], tree);
          return [key, [...String(text).matchAll(/\{\{\s*(\w+)/g)].map((m) => m[1]).sort()];
        }),
      );
    expect(marks(nl[namespace] ?? {})).toEqual(marks(en[namespace] ?? {}));
  });
});

describe("keys used in the source", () => {
  const known = new Set(
    namespaces.flatMap((ns) => keys(en[ns] ?? {}).map((key) => `${ns}:${key}`)),
  );
  const exists = (key: string) =>
    known.has(key) || (known.has(`${key}_one`) && known.has(`${key}_other`));

  it("all exist", () => {
    const missing = Object.entries(sources).flatMap(([file, text]) => {
      const own = [...text.matchAll(/(?:useTranslation\(|TFunction<)"([\w-]+)"/g)].map((m) => m[1]);
      const spaces = [...own, "common"];
      const names = ["t", ...[...text.matchAll(/\{ t: (\w+) \}/g)].map((m) => m[1])].join("|");
      return [...text.matchAll(new RegExp(`\\b(?:${names})\\(\\s*"([\\w.:-]+)"`, "g"))]
        .map((m) => m[1] ?? "")
        .filter((key) => !spaces.some((space) => exists(`${space}:${key}`)))
        .map((key) => `${file}: ${key}`);
    });
    expect(missing).toEqual([]);
  });
});
