import type { Page } from "@playwright/test";
import { Server } from "./support/server.ts";
import { test as base, expect as plain } from "./support/test.ts";
import { logIn } from "./support/workspace.ts";

const MANAGER = { email: "marieke@zonneveld.example", password: "demo-trechter" };

/** The demo company; the tests only look. */
const test = base.extend<object, { demo: Server }>({
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

async function enter(page: Page, who: typeof MANAGER, language: "en" | "nl"): Promise<void> {
  await logIn(page, who);
  await page.evaluate((language) => localStorage.setItem("trechter.language", language), language);
  await asked(page, "dashboard");
}

// The first answers about a company that was just made take long on a busy machine.
test.describe.configure({ timeout: 120_000 });
const expect = plain.configure({ timeout: 30_000 });

/** What the API itself says, in this browser's session. */
async function asked(page: Page, path: string): Promise<any> {
  return page.evaluate(async (path) => (await fetch(`/api/v1/measure/${path}`)).json(), path);
}

test("the columns of the board say what is usual, and their numbers open", async ({ page }) => {
  await enter(page, MANAGER, "en");
  await page.goto("/board");
  const { stages } = await asked(page, "benchmark?period=this-month");
  for (const [at, { stage, numbers }] of stages.entries()) {
    const head = page.locator(`[data-column="${stage}"] header`);
    const standing = numbers.find((one: any) => one.figure.metric === "stage_standing");
    const { value } = standing.figure;
    await expect(head.getByRole("button").first()).toHaveText(new RegExp(`^${value} deals?$`));
    const months = standing.against.find((one: any) => one.yardstick === "trailing12_months");
    const lacking = months?.comparison.more_needed;
    if (lacking) await expect(head).toContainText(`${lacking} more needed`);
    if (at > 0) continue;
    await head.getByRole("button").first().click();
    const panel = page.getByRole("dialog", { name: /^Standing in the stage, / });
    await expect(panel.getByRole("heading", { name: new RegExp(`: ${value} records?$`) })).toBeVisible();
    await expect(panel.getByRole("list", { name: "Held against" })).toContainText("The 12 months before");
    await page.keyboard.press("Escape");
    await expect(panel).toHaveCount(0);
  }
});

test("the board's numbers follow its filter, and say which part of it they cannot", async ({ page }) => {
  await enter(page, MANAGER, "en");
  const { id } = await page.evaluate(async () => {
    const { catalogue } = await (await fetch("/api/v1/catalogue")).json();
    return catalogue.members.find((one: any) => one.name === "Bram Kuipers");
  });
  const { stages } = await asked(page, `benchmark?period=this-month&filter=owner:${id}`);
  await page.goto(`/board?filter=owner:in:${id}`);
  const first = stages[0];
  const standing = first.numbers[0].figure.value;
  const head = page.locator(`[data-column="${first.stage}"] header`);
  await expect(head.getByRole("button").first()).toHaveText(new RegExp(`^${standing} deals?$`));
  await page.goto("/board?filter=value:gte:1000000");
  await expect(page.getByText("take no account of: Value")).toBeVisible();
});
