/** One to choose from a list. */
export interface Option {
  value: string;
  label: string;
}

/** Characters, as the server asks. */
export const shortestPassword = 10;

/** All currencies, the ones of our users first. */
export function currencies(language: string): Option[] {
  const names = new Intl.DisplayNames(language, { type: "currency" });
  const first = ["EUR", "USD", "GBP", "CHF"];
  const rest = Intl.supportedValuesOf("currency").filter((code) => !first.includes(code));
  return [...first, ...rest].map((code) => ({ value: code, label: `${code} · ${names.of(code)}` }));
}

export function zones(present: string): Option[] {
  const all = Intl.supportedValuesOf("timeZone");
  const known = all.includes(present) ? all : [present, ...all];
  return known.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}
