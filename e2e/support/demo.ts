import type { Page } from "@playwright/test";
import { Server } from "./server.ts";
import { test as base, expect } from "./test.ts";
import { logIn } from "./workspace.ts";

export { expect };

const MANAGER = { email: "marieke@zonneveld.example", password: "demo-trechter" };

/** The demo company, with three years behind it; the tests only look. */
export const test = base.extend<object, { demo: Server }>({
  demo: [
    async ({}, use) => {
      const demo = await Server.demo(300);
      await use(demo);
      await demo.remove();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  baseURL: async ({ demo }, use) => use(demo.url),
});

/** Logs its sales manager in, and speaks this language whatever the person's own. */
export async function enter(page: Page, language: "en" | "nl"): Promise<void> {
  await logIn(page, MANAGER);
  await page.evaluate((language) => localStorage.setItem("trechter.language", language), language);
  // The first question after a start waits until the server has read all that happened.
  await asked(page, "dashboard");
}

/** What the API itself says, in this browser's session. */
export async function asked(page: Page, path: string): Promise<any> {
  return page.evaluate(async (path) => (await fetch(`/api/v1/measure/${path}`)).json(), path);
}

/** A number that was opened: what was pressed, how many records the panel tells, and what the API told of it. */
interface Opened {
  pressed: string;
  told: number;
  count: number;
  unit: string;
  value: number;
}

/** Opens every number of the page, one after the other, as a hand would; within the page, where it goes quickly. */
async function openEach(page: Page, stride: number): Promise<Opened[]> {
  return page.evaluate(async (stride) => {
    const until = async <T>(what: string, look: () => T | null | undefined | false): Promise<T> => {
      const deadline = performance.now() + 20_000;
      for (;;) {
        const seen = look();
        if (seen) return seen;
        if (performance.now() > deadline) throw new Error(`no ${what}`);
        await new Promise(requestAnimationFrame);
      }
    };
    const answers = new Map<string, any>();
    const ask = async () => {
      const address = performance
        .getEntriesByType("resource")
        .filter((one) => one.name.includes("/measure/explain"))
        .map((one) => one.name);
      for (const one of address) {
        if (!answers.has(one)) answers.set(one, await (await fetch(one)).json());
      }
    };
    const same = (address: string) => {
      const [asked, shown] = [new URL(address).searchParams, new URL(location.href).searchParams];
      const of = (params: URLSearchParams, name: string) => params.getAll(name).join();
      return (
        of(asked, "metric") === of(shown, "open") &&
        of(asked, "part") === of(shown, "part") &&
        of(asked, "row") === of(shown, "row")
      );
    };
    performance.setResourceTimingBufferSize(5_000);
    const opened: Opened[] = [];
    const count = document.querySelectorAll('main button[aria-haspopup="dialog"]').length;
    for (let at = 0; at < count; at += stride) {
      const button = document.querySelectorAll<HTMLElement>('main button[aria-haspopup="dialog"]')[at];
      const pressed = button?.getAttribute("aria-label") ?? button?.textContent ?? "";
      button?.click();
      const told = await until(`count of ${pressed}`, () =>
        [...document.querySelectorAll("[role=dialog] h3")]
          .map((one) => /: ([\d.,]+) records?$/.exec(one.textContent ?? "")?.[1])
          .find(Boolean),
      );
      await ask();
      const [, answer] = [...answers].find(([address]) => same(address)) ?? [];
      const { count, figure } = answer ?? { count: -1, figure: { unit: "", value: 0 } };
      const records = Number(told.replace(/[.,]/g, ""));
      opened.push({ pressed, told: records, count, unit: figure.unit, value: figure.value });
      document.querySelector<HTMLElement>('[role=dialog] button[aria-label="Close"]')?.click();
      await until(`end of ${pressed}`, () => document.querySelector("[role=dialog]") === null);
    }
    return opened;
  }, stride);
}

/**
 * The numbers of the page open, tell as many records as their list has, and are that many where they are counts. Of a
 * page with very many, one in so many: the others are for `expectCounted`.
 */
export async function expectAllOpen(page: Page, least: number, oneIn = 1): Promise<void> {
  const opened = await openEach(page, oneIn);
  expect(opened.length * oneIn).toBeGreaterThanOrEqual(least);
  for (const { pressed, told, count, unit, value } of opened) {
    expect(told, pressed).toBe(count);
    if (unit === "count") expect(told, pressed).toBe(value);
  }
}

/** Every one of these figures has its list, which says the same value; a count is as many records as it says. */
export async function expectCounted(page: Page, question: string, figures: any[]): Promise<void> {
  for (const { metric, unit, value, explain } of figures) {
    const part = explain.part ? `&part=${explain.part}` : "";
    const row = (explain.row ?? []).map((one: any) => `&row=${one.id ?? one.text ?? one.class ?? one}`).join("");
    const behind = await asked(page, `explain?${question}&metric=${metric}${part}${row}`);
    expect(behind.figure?.value, `${metric}${part}${row}`).toBe(value);
    if (unit === "count") expect(behind.count, `${metric}${part}${row}`).toBe(value);
  }
}
