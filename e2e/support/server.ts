import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export type Engine = "sqlite" | "postgres";

const READY_WITHIN = 20_000;
/** The demo's company is made before it answers. */
const DEMO_WITHIN = 120_000;
const STOPPED_WITHIN = 10_000;

/** A running `trechter serve` of its own: own port, own data. */
export class Server {
  readonly url: string;
  private said = "";
  private process: ChildProcess | undefined;

  private constructor(
    private readonly listen: string,
    private readonly folder: string,
    private readonly database: string | undefined,
    private readonly command: string[],
  ) {
    this.url = `http://${listen}`;
  }

  static start(engine: Engine): Promise<Server> {
    return Server.run(engine, ["serve"]);
  }

  /** The same with a company in it that has been at work for three years; its size is given in deals. */
  static demo(deals: number): Promise<Server> {
    return Server.run("sqlite", ["demo", "--deals", String(deals)]);
  }

  private static async run(engine: Engine, command: string[]): Promise<Server> {
    const listen = `127.0.0.1:${await freePort()}`;
    const folder = await mkdtemp(join(tmpdir(), "trechter-e2e-"));
    const server = new Server(listen, folder, engine === "postgres" ? newDatabase() : undefined, command);
    try {
      await server.launch();
    } catch (error) {
      await server.remove();
      throw error;
    }
    return server;
  }

  /** What the server wrote on its outputs so far. */
  log(): string {
    return this.said;
  }

  /** Stops it and starts it again on the same data and address. `SIGKILL` gives it no chance to tidy up. */
  async restart(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    await this.end(signal);
    await this.launch();
  }

  /** Stops it for good and deletes its data. */
  async remove(): Promise<void> {
    try {
      await this.end("SIGTERM");
    } finally {
      if (this.database) dropDatabase(this.database);
      await rm(this.folder, { recursive: true, force: true });
    }
  }

  private async launch(): Promise<void> {
    const args = [...this.command, "--data", this.folder, "--listen", this.listen];
    if (this.database) args.push("--database", this.database);
    const child = spawn(program(), args, { stdio: ["ignore", "pipe", "pipe"] });
    this.process = child;
    for (const pipe of [child.stdout, child.stderr]) {
      pipe.on("data", (chunk: Buffer) => {
        this.said += chunk.toString();
      });
    }
    try {
      await this.answers(child);
    } catch (error) {
      throw new Error(`the server did not start: ${error}\n${this.said}`);
    }
  }

  private async answers(child: ChildProcess): Promise<void> {
    let trouble: unknown;
    child.once("error", (error) => {
      trouble = error;
    });
    const deadline = Date.now() + (this.command[0] === "demo" ? DEMO_WITHIN : READY_WITHIN);
    while (Date.now() < deadline) {
      if (child.exitCode !== null) throw trouble ?? new Error(`it ended with ${child.exitCode}`);
      try {
        const reply = await fetch(`${this.url}/readyz`);
        if (reply.ok) return;
        trouble = `GET /readyz gave ${reply.status}`;
      } catch (error) {
        trouble = error;
      }
      await pause(20);
    }
    throw trouble;
  }

  /** Ends the process. That it does so in time, whatever streams are open, is part of what is tested. */
  private async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const child = this.process;
    this.process = undefined;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((done) => child.once("exit", () => done()));
    child.kill(signal);
    const late = new AbortController();
    const ended = await Promise.race([
      gone.then(() => true),
      pause(STOPPED_WITHIN, false, { signal: late.signal }).catch(() => true),
    ]);
    late.abort();
    if (ended) return;
    child.kill("SIGKILL");
    await gone;
    throw new Error(`the server did not stop within ${STOPPED_WITHIN / 1000} s of ${signal}\n${this.said}`);
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
