import { expect, it } from "vitest";

const sources = import.meta.glob<string>("../**/*.{ts,tsx}", {
  eager: true,
  query: "?raw",
  import: "default",
});

/** What each room may import, beside itself. */
const ALLOWED: Record<string, string[]> = {
  i18n: [],
  theme: [],
  components: ["i18n"],
  api: ["i18n"],
  records: ["api", "components", "i18n", "app"],
  numbers: ["api", "components", "i18n", "app", "records"],
  features: ["api", "app", "components", "i18n", "numbers", "records"],
};

const roomOf = (path: string) => path.split("/")[1] ?? "";

it("rooms import only along the drawn lines", () => {
  const wrong = Object.entries(sources).flatMap(([file, text]) => {
    if (file.includes(".test.")) return [];
    const room = roomOf(file);
    const allowed = ALLOWED[room];
    if (!allowed) return [];
    return [...text.matchAll(/(?:from|import\()\s*"@\/([\w-]+)\/([\w-]+)/g)]
      .filter(([, to = "", inside]) => {
        if (to === "features") return room !== "features" || inside !== file.split("/")[2];
        return to !== room && !allowed.includes(to);
      })
      .map((match) => `${file}: ${match[0]}`);
  });
  expect(wrong).toEqual([]);
});

it("features reach each other by no relative path either", () => {
  const wrong = Object.entries(sources)
    .filter(([file, text]) => roomOf(file) === "features" && /from "\.\.\/\.\.?\//.test(text))
    .map(([file]) => file);
  expect(wrong).toEqual([]);
});
