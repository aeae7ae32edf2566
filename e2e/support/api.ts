/** The public API, as a browser of one member would call it. */
export class Api {
  private cookies = new Map<string, string>();

  constructor(readonly url: string) {}

  get<T = Reply>(path: string): Promise<T> {
    return this.send<T>("GET", path);
  }

  post<T = Reply>(path: string, body: unknown = {}): Promise<T> {
    return this.send<T>("POST", path, body);
  }

  patch<T = Reply>(path: string, version: number, body: unknown): Promise<T> {
    return this.send<T>("PATCH", path, body, { "If-Match": `"${version}"` });
  }

  delete<T = Reply>(path: string, version?: number): Promise<T> {
    return this.send<T>("DELETE", path, undefined, version === undefined ? {} : { "If-Match": `"${version}"` });
  }

  /** What the server answered; an answer that is no success throws, with the server's words. */
  private async send<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const reply = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        Origin: this.url,
        "Accept-Language": "en",
        ...(cookie ? { Cookie: cookie } : {}),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path} gave ${reply.status}: ${text}`);
    for (const line of reply.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.cookies.set(name, value);
    }
    return (text ? JSON.parse(text) : null) as T;
  }
}

/** A record or another thing with an id; a test names the fields it looks at. */
// biome-ignore lint/suspicious/noExplicitAny: seeds are written and read by the test itself
export type Reply = Record<string, any> & { id: string; version: number };
