// In the order in which their marks exclude each other: Edge also says Chrome, Chrome also says Safari.
const BROWSERS: [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\/|Opera/, "Opera"],
  [/Firefox\/|FxiOS/, "Firefox"],
  [/Chrome\/|CriOS/, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/Linux|X11/, "Linux"],
];

/** What people call the browser and system behind a User-Agent header. */
export function browserOf(agent: string): { browser: string; system: string } {
  const first = (marks: [RegExp, string][]) => marks.find(([mark]) => mark.test(agent))?.[1] ?? "";
  return { browser: first(BROWSERS), system: first(SYSTEMS) };
}
