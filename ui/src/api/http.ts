import { Problem, problemOf, unreachable } from "./problem";

const BASE = "/api/v1";

export interface Call {
  query?: Record<string, string | number | readonly string[] | undefined>;
  body?: unknown;
  /** Files, instead of a body. */
  form?: FormData;
  /** One file as it is, instead of a body. */
  raw?: Blob;
  /** The version of the record that was read; sent as If-Match. */
  version?: number;
  /** Makes a repeated POST answer like the first one. */
  key?: string;
  signal?: AbortSignal;
}

export interface Reply<T> {
  data: T;
  /** Number of the last event this call wrote; 0 for reads. */
  seq: number;
}

let language = "en";

/** The language of the server's sentences. */
export function setApiLanguage(tag: string): void {
  language = tag;
}

function address(path: string, query: Call["query"]): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return `${BASE}${path}${text ? `?${text}` : ""}`;
}

/** Where something is as a file of some form, in some language. */
export type FileAddress = (form: string, language: string) => string;

/** Where a list or an answer is as a file. */
export function fileOf(path: string, query: Call["query"]): FileAddress {
  return (form, language) => address(`/export${path}.${form}`, { ...query, language });
}

export async function call<T>(method: string, path: string, options: Call = {}): Promise<Reply<T>> {
  const headers: Record<string, string> = { "Accept-Language": language };
  if (options.body !== undefined) {
    headers["Content-Type"] =
      method === "PATCH" ? "application/merge-patch+json" : "application/json";
  }
  if (options.raw) headers["Content-Type"] = options.raw.type || "application/octet-stream";
  if (options.version !== undefined) headers["If-Match"] = `"${options.version}"`;
  if (options.key) headers["Idempotency-Key"] = options.key;

  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      credentials: "same-origin",
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.form ? { body: options.form } : {}),
      ...(options.raw ? { body: options.raw } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw unreachable();
  }
  if (!response.ok) throw await problemOf(response);
  const seq = Number(response.headers.get("Trechter-Seq") ?? 0);
  const text = await response.text();
  try {
    return { data: (text ? JSON.parse(text) : null) as T, seq };
  } catch {
    throw new Problem({ code: "unreadable", status: response.status });
  }
}

export const get = async <T>(path: string, options?: Call): Promise<T> =>
  (await call<T>("GET", path, options)).data;
