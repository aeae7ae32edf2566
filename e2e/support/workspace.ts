import type { Page } from "@playwright/test";
import { Api, type Reply } from "./api.ts";

export interface Credentials {
  email: string;
  password: string;
}

export const OWNER = {
  name: "Anna Peeters",
  email: "anna@trechter.example",
  password: "a long enough password",
};

const EURO = (euros: number) => ({ amount: Math.round(euros * 100), currency: "EUR" });

/** A workspace in use: its owner's API, and sentences to fill it with. */
export class Workspace {
  private constructor(
    readonly api: Api,
    /** What the workspace was set up with. */
    readonly catalogue: Reply,
  ) {}

  /** Sets up the installation that answers at `url`. */
  static async setUp(url: string, choices: Record<string, unknown> = {}): Promise<Workspace> {
    const api = new Api(url);
    await api.post("/setup", {
      workspace: "Peeters Machines",
      ...OWNER,
      language: "en",
      currency: "EUR",
      time_zone: "Europe/Brussels",
      template: "classic",
      ...choices,
    });
    return new Workspace(api, (await api.get("/catalogue")).catalogue);
  }

  /** The names of the first pipeline's stages, in order. */
  stages(): string[] {
    return this.pipeline().stages.map((stage: Reply) => stage.name);
  }

  company(name: string, fields: object = {}): Promise<Reply> {
    return this.api.post("/companies", { name, ...fields });
  }

  contact(first_name: string, last_name: string, fields: object = {}): Promise<Reply> {
    return this.api.post("/contacts", { first_name, last_name, ...fields });
  }

  lead(title: string, fields: object = {}): Promise<Reply> {
    return this.api.post("/leads", { title, ...fields });
  }

  /** An open deal: in the first stage unless one is named, worth nothing unless `euros` are given. */
  deal(title: string, { stage, euros, ...fields }: DealFields = {}): Promise<Reply> {
    return this.api.post("/deals", {
      title,
      ...(stage === undefined ? {} : { stage: this.stage(stage).id }),
      ...(euros === undefined ? {} : { value: EURO(euros) }),
      ...fields,
    });
  }

  move(deal: Reply, stage: string): Promise<Reply> {
    return this.api.post(`/deals/${deal.id}/move`, { stage: this.stage(stage).id });
  }

  /** The record as it is now. */
  async again(record: Reply, plural: string): Promise<Reply> {
    return (await this.api.get(`/${plural}/${record.id}`)).item;
  }

  stage(name: string): Reply {
    const found = this.pipeline().stages.find((stage: Reply) => stage.name === name);
    if (!found) throw new Error(`no stage ${name}, only ${this.stages().join(", ")}`);
    return found;
  }

  private pipeline(): Reply {
    return this.catalogue.pipelines[0];
  }
}

export interface DealFields {
  stage?: string;
  euros?: number;
  [field: string]: unknown;
}

/** Logs the browser in, as its own page would. */
export async function logIn(page: Page, { email, password }: Credentials = OWNER): Promise<void> {
  await page.goto("/login");
  const status = await page.evaluate(async (body) => {
    const headers = { "Content-Type": "application/json" };
    return (await fetch("/api/v1/log-in", { method: "POST", headers, body: JSON.stringify(body) })).status;
  }, { email, password });
  if (status !== 200 && status !== 201) throw new Error(`log-in gave ${status}`);
}
