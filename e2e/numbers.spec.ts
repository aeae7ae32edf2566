import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { Server } from "./support/server.ts";
import { test as base, expect } from "./support/test.ts";
import { logIn } from "./support/workspace.ts";

const MANAGER = { email: "marieke@zonneveld.example", password: "demo-trechter" };
const SELLER = { email: "wouter@zonneveld.example", password: "demo-trechter" };

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

/** What the API itself says, in this browser's session. */
async function asked(page: Page, path: string): Promise<any> {
  return page.evaluate(async (path) => (await fetch(`/api/v1/measure/${path}`)).json(), path);
}

/** Opens every number in turn: the panel counts what the server lists, and a count is the number itself. */
async function everyNumberOpens(page: Page): Promise<number> {
  const numbers = page.getByRole("list", { name: "The numbers" }).getByRole("button");
  await expect(page.locator("ul[aria-busy=false]")).toBeVisible();
  const count = await numbers.count();
  for (let at = 0; at < count; at += 1) {
    const explained = page.waitForResponse((reply) => reply.url().includes("/measure/explain"));
    await numbers.nth(at).click();
    const reply = await (await explained).json();
    const panel = page.getByRole("dialog");
    await expect(panel.getByRole("heading", { name: /^What is behind it: / })).toHaveText(
      `What is behind it: ${reply.count} ${reply.count === 1 ? "record" : "records"}`,
    );
    if (reply.figure.unit === "count") expect(reply.count, reply.figure.metric).toBe(reply.figure.value);
    await page.keyboard.press("Escape");
    await expect(panel).toHaveCount(0);
    await expect(numbers.nth(at)).toBeFocused();
  }
  return count;
}

test("every number of the dashboard opens, and counts its records", async ({ page }) => {
  test.setTimeout(120_000);
  await enter(page, MANAGER, "en");
  await page.goto("/steer?period=last-quarter");
  expect(await everyNumberOpens(page)).toBeGreaterThan(10);
});

test("a seller's dashboard is about himself, and says so", async ({ page }) => {
  await enter(page, SELLER, "en");
  const mine = await asked(page, "dashboard?period=last-12-months&metric=won_count");
  await page.goto("/steer?period=last-12-months");
  await expect(page.getByText("These are your own results.")).toBeVisible();
  const won = page.getByRole("list", { name: "The numbers" }).getByRole("button", { name: /^Won deals/ });
  await expect(won.getByText(String(mine.totals[0].value), { exact: true })).toBeVisible();
});

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
  await expectAccessible(page);
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

test("targets of a quarter, with what is usual by now, and their results open", async ({ page }) => {
  await enter(page, MANAGER, "en");
  await page.goto("/steer/targets?period=last-quarter");
  const { items } = await asked(page, "targets?period=last-quarter");
  const table = page.getByRole("region", { name: "Won value: targets and results" }).getByRole("table");
  const whole = items.find((one: any) => one.whom.kind === "workspace" && one.metric === "won_value");
  await expect(table.getByRole("row").nth(1)).toContainText(`${Math.round(whole.attainment.value * 100)}%`);
  await expectAccessible(page);
  await table.getByRole("button", { name: /, Won value: / }).first().click();
  const panel = page.getByRole("dialog", { name: /^Won value, / });
  await expect(panel.getByRole("heading", { name: new RegExp(`: ${whole.result.n} records?$`) })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("radio", { name: "Year" }).check({ force: true });
  await expect(page).toHaveURL(/period=\d{4}$/);
});

test("a shared link shows the same numbers later", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await enter(page, MANAGER, "en");
  await page.goto("/steer?period=last-quarter");
  await expect(page.locator("ul[aria-busy=false]")).toBeVisible();
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("menuitem", { name: "Copy a link" }).click();
  await expect(page.getByText("Link copied")).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/period=\d{4}-Q\d/);
  expect(link).toMatch(/as_of=.*known_at=\d+/);
  await page.goto(link);
  await expect(page.getByRole("status").filter({ hasText: "You see the past" })).toBeVisible();
  await expect(page.locator("ul[aria-busy=false]")).toBeVisible();
});

test("the wall screen has nothing but the numbers, in Dutch too", async ({ page }) => {
  await enter(page, MANAGER, "nl");
  await page.goto("/steer/wall?period=last-quarter");
  await expect(page.locator("ul[aria-busy=false]")).toBeVisible();
  await expect(page.getByRole("list", { name: "De cijfers" }).getByRole("listitem").first()).toContainText("Nieuwe leads");
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Terug naar Sturen" }).click();
  await expect(page).toHaveURL(/\/steer$/);
});

test("on a phone the same numbers stand under each other", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await enter(page, MANAGER, "nl");
  await page.goto("/steer?period=last-quarter");
  await expect(page.locator("ul[aria-busy=false]")).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  await expectAccessible(page);
});
