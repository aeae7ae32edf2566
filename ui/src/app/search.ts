/** The search part of a URL as people can read and type it: repeated keys, no JSON. */
export type Search = Record<string, string | string[]>;

export function parseSearch(text: string): Search {
  const search: Search = {};
  for (const [key, value] of new URLSearchParams(text)) {
    const before = search[key];
    search[key] = before === undefined ? value : [before, value].flat();
  }
  return search;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const one of [value].flat()) {
      if (one !== undefined && one !== null && one !== "") params.append(key, String(one));
    }
  }
  // Colons and commas are legal in a query and make filters readable.
  const text = params.toString().replaceAll("%3A", ":").replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}

/** One value or several of the same key, always as a list. */
export function many(value: unknown): string[] {
  return value === undefined ? [] : [value].flat().map(String);
}

export function one(value: unknown): string | undefined {
  return value === undefined ? undefined : String([value].flat()[0]);
}

/** What every list keeps in its URL. */
export interface ListSearch {
  filter?: string[];
  sort?: string;
  view?: string;
}

export function listSearch(search: Record<string, unknown>): ListSearch {
  const filter = many(search.filter);
  const sort = one(search.sort);
  const view = one(search.view);
  return {
    ...(filter.length ? { filter } : {}),
    ...(sort ? { sort } : {}),
    ...(view ? { view } : {}),
  };
}
