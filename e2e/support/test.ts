import { test as base, expect } from "@playwright/test";
import { type Engine, Server } from "./server.ts";
import { logIn, Workspace } from "./workspace.ts";

export { expect };

export interface Options {
  /** What the server keeps its data in. */
  engine: Engine;
}

interface Fixtures {
  /** The running program; one per spec file, so tests of one file see each other's data, and no others'. */
  server: Server;
  /** The workspace of that program, set up once per spec file in the classic template, in English. */
  workspace: Workspace;
  /** Logs the owner in, in this test's browser, before the test begins. Use it by naming it. */
  asOwner: undefined;
  /** Fails the test when the page throws an error or breaks the Content-Security-Policy. */
  calm: undefined;
}

interface WorkerFixtures {
  perFile: PerFile;
}

/** The server of the spec file that runs now. Files run one after the other, so one is enough. */
class PerFile {
  private now: { file: string; server: Server; workspace?: Workspace } | undefined;

  constructor(private readonly engine: Engine) {}

  async of(file: string): Promise<{ server: Server; workspace?: Workspace }> {
    if (this.now?.file !== file) {
      await this.stop();
      this.now = { file, server: await Server.start(this.engine) };
    }
    return this.now;
  }

  async stop(): Promise<void> {
    const last = this.now;
    this.now = undefined;
    await last?.server.remove();
  }
}

export const test = base.extend<Fixtures, WorkerFixtures & Options>({
  engine: ["sqlite", { option: true, scope: "worker" }],

  perFile: [
    async ({ engine }, use) => {
      const perFile = new PerFile(engine);
      await use(perFile);
      await perFile.stop();
    },
    { scope: "worker" },
  ],

  server: async ({ perFile }, use, info) => {
    const { server } = await perFile.of(info.file);
    await use(server);
    if (info.status !== info.expectedStatus) {
      await info.attach("server log", { body: server.log(), contentType: "text/plain" });
    }
  },

  baseURL: async ({ server }, use) => use(server.url),

  workspace: async ({ perFile }, use, info) => {
    const now = await perFile.of(info.file);
    now.workspace ??= await Workspace.setUp(now.server.url);
    await use(now.workspace);
  },

  asOwner: async ({ workspace: _, page }, use) => {
    await logIn(page);
    await use(undefined);
  },

  calm: [
    async ({ page }, use) => {
      const troubles: string[] = [];
      page.on("pageerror", (error) => troubles.push(String(error)));
      page.on("console", (message) => {
        if (message.text().includes("Content Security Policy")) troubles.push(message.text());
      });
      await use(undefined);
      expect(troubles, "errors in the page").toEqual([]);
    },
    { auto: true },
  ],
});
