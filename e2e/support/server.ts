import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export type Engine = "sqlite" | "postgres";

const READY_WITHIN = 20_000;
const STOPPED_WITHIN = 10_000;

/** A running `trechter serve` of its own: own port, own data. */
export class Server {
  private said = "";

  private constructor(
    readonly url: string,
    private readonly folder: string,
    private readonly database: string | undefined,
    private readonly process: ChildProcess,
  ) {
    for (const pipe of [process.stdout, process.stderr]) {
      pipe?.on("data", (chunk: Buffer) => {
        this.said += chunk.toString();
      });
    }
  }

  static async start(engine: Engine): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), "trechter-e2e-"));
    const database = engine === "postgres" ? newDatabase() : undefined;
    const listen = `127.0.0.1:${await freePort()}`;
    const args = ["serve", "--data", folder, "--listen", listen];
    if (database) args.push("--database", database);
    const child = spawn(program(), args, { stdio: ["ignore", "pipe", "pipe"] });
    const server = new Server(`http://${listen}`, folder, database, child);
    try {
      await server.answers();
    } catch (error) {
      await server.stop();
      throw new Error(`the server did not start: ${error}\n${server.log()}`);
    }
    return server;
  }

  /** What the server wrote on its outputs so far. */
  log(): string {
    return this.said;
  }

  async stop(): Promise<void> {
    if (this.running()) {
      const gone = new Promise<void>((done) => this.process.once("exit", () => done()));
      this.process.kill("SIGTERM");
      const late = setTimeout(() => this.process.kill("SIGKILL"), STOPPED_WITHIN);
      await gone;
      clearTimeout(late);
    }
    if (this.database) dropDatabase(this.database);
    await rm(this.folder, { recursive: true, force: true });
  }

  private running(): boolean {
    return this.process.pid !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  private async answers(): Promise<void> {
    let trouble: unknown;
    this.process.once("error", (error) => {
      trouble = error;
    });
    const deadline = Date.now() + READY_WITHIN;
    while (Date.now() < deadline) {
      try {
        const reply = await fetch(`${this.url}/healthz`);
        if (reply.ok) return;
        trouble = `GET /healthz gave ${reply.status}`;
      } catch (error) {
        trouble ??= error;
      }
      if (this.process.exitCode !== null) throw new Error(`it ended with ${this.process.exitCode}`);
      await pause(20);
    }
    throw trouble;
  }
}

/** The program under test: `TRECHTER_BIN`, or what `cargo build` makes. */
function program(): string {
  const target = process.env.CARGO_TARGET_DIR ?? "target";
  return process.env.TRECHTER_BIN ?? resolve(import.meta.dirname, "../..", target, "debug/trechter");
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? done(address.port) : failed(new Error("no port")),
      );
    });
  });
}

/** An empty database on the server that tests may use. */
function newDatabase(): string {
  const name = `e2e_${process.pid}_${Date.now()}`;
  psql(`CREATE DATABASE ${name}`);
  const url = new URL(postgres());
  url.pathname = `/${name}`;
  return url.href;
}

function dropDatabase(url: string): void {
  psql(`DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
}

function postgres(): string {
  const url = process.env.TRECHTER_TEST_POSTGRES;
  if (!url) throw new Error("TRECHTER_TEST_POSTGRES names no PostgreSQL server");
  return url;
}

function psql(statement: string): void {
  execFileSync("psql", ["--quiet", "--no-psqlrc", postgres(), "--command", statement]);
}
