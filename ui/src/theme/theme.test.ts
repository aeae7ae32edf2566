import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/theme/theme.css", "utf8");

function tokens(scheme: "light" | "dark"): Record<string, string> {
  const block = css.split(`[data-mantine-color-scheme="${scheme}"] {`)[1]?.split("}")[0] ?? "";
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]] as const),
  );
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["paper", "panel", "sunk", "hover"];
const pairs: [text: string, on: string[]][] = [
  ["ink", [...grounds, "brand-soft", "amber-soft", "red-soft", "green-soft"]],
  ["ink-2", grounds],
  ["ink-3", ["paper", "panel"]],
  ["brand-text", [...grounds, "brand-soft"]],
  ["amber", ["paper", "panel", "hover", "amber-soft"]],
  ["red", ["paper", "panel", "hover", "red-soft"]],
  ["green", ["paper", "panel", "hover", "green-soft"]],
  ["on-brand", ["brand", "brand-hover", "red-fill"]],
];

describe.each(["light", "dark"] as const)("%s theme", (scheme) => {
  const token = tokens(scheme);
  const cases = pairs.flatMap(([text, on]) => on.map((ground) => [text, ground] as const));

  it.each(cases)("%s reads on %s", (text, ground) => {
    expect(contrast(token[text] ?? "#000000", token[ground] ?? "#000000")).toBeGreaterThanOrEqual(
      4.5,
    );
  });
});
