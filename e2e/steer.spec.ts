import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { test as base, expect } from "./support/test.ts";
import { Server } from "./support/server.ts";
import { logIn } from "./support/workspace.ts";

const MANAGER = { email: "marieke@zonneveld.example", password: "demo-trechter" };

/** The demo company, with three years behind it; the tests only look. */
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

/** Logs in, and speaks this language whatever the person's own. */
async function enter(page: Page, language: "en" | "nl"): Promise<void> {
  await logIn(page, MANAGER);
  await page.evaluate((language) => localStorage.setItem("trechter.language", language), language);
  // The first question after a start waits until the server has read all that happened.
  await asked(page, "dashboard");
}

test.beforeEach(async ({ page }) => enter(page, "en"));

const tile = (page: Page, name: string): Locator =>
  page.getByRole("list", { name: "The numbers" }).getByRole("button", { name: new RegExp(`^${name}`) });

/** What the API itself says, in this browser's session. */
async function asked(page: Page, path: string): Promise<any> {
  return page.evaluate(async (path) => (await fetch(`/api/v1/measure/${path}`)).json(), path);
}

test("the numbers stand at a glance, and each says what may be chance", async ({ page }) => {
  await page.goto("/steer?period=last-quarter");
  for (const name of ["New leads", "Response time", "Follow-ups", "Win rate", "Open deals", "Won value"]) {
    await expect(tile(page, name).first()).toBeVisible();
  }
  const answer = await asked(page, "dashboard?period=last-quarter&metric=won_count");
  await expect(tile(page, "Won deals").getByText(String(answer.totals[0].value), { exact: true })).toBeVisible();
  await expect(page.getByText(/can be chance/).first()).toBeVisible();
  await expectAccessible(page);
});

test("a number opens, and its count is that of its list", async ({ page }) => {
  await page.goto("/steer?period=last-12-months");
  await tile(page, "New leads").click();
  const panel = page.getByRole("dialog", { name: "New leads" });
  const { count, figure } = await asked(page, "explain?period=last-12-months&metric=leads_created");
  expect(count).toBe(figure.value);
  await expect(panel.getByRole("heading", { name: `${count} records` })).toBeVisible();
  await expect(panel.getByText("How it is computed")).toBeVisible();

  const listed = panel.getByRole("region", { name: "What is behind it" }).getByRole("listitem");
  await expect(listed).toHaveCount(Math.min(count, 200));
  const more = panel.getByRole("button", { name: "Show more" });
  while ((await listed.count()) < count) {
    const before = await listed.count();
    await more.click();
    await expect.poll(() => listed.count()).toBeGreaterThan(before);
  }
  await expect(listed).toHaveCount(count);
  await expect(more).toHaveCount(0);
  await expectAccessible(page);

  await listed.first().getByRole("link").click();
  await expect(page).toHaveURL(/\/leads\//);
  await page.goBack();
  await expect(panel).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
});

test("the past is marked, and one press leads back to now", async ({ page }) => {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  await page.goto("/steer?period=last-quarter");
  await expect(tile(page, "Open deals")).toBeVisible();
  await page.getByLabel("As of").fill(yesterday);
  const mark = page.getByRole("status").filter({ hasText: "You see the past" });
  await expect(mark).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`as_of=${yesterday}`));
  const answer = await asked(page, `dashboard?period=last-quarter&metric=open_count&as_of=${yesterday}`);
  await expect(tile(page, "Open deals").getByText(String(answer.totals[0].value), { exact: true })).toBeVisible();
  await expectAccessible(page);
  await mark.getByRole("button", { name: "Back to now" }).click();
  await expect(mark).toHaveCount(0);
});

test("the same numbers by owner: sorted, and every cell opens its records", async ({ page }) => {
  await page.goto("/steer?period=last-12-months");
  const table = page.getByRole("region", { name: "The numbers by Owner" }).getByRole("table");
  const { rows } = await asked(page, "dashboard?period=last-12-months&metric=won_count&by=owner");
  await expect(table.getByRole("row").filter({ hasText: "Bram Kuipers" })).toBeVisible();

  await expect(table.getByRole("rowheader", { name: "Karel Dijkstra (left)" })).toBeVisible();

  await table.getByRole("button", { name: "Won deals", exact: true }).click();
  await expect(table.getByRole("columnheader", { name: "Won deals" })).toHaveAttribute("aria-sort", "descending");
  const largest = Math.max(...rows.map((row: any) => row.figures[0].value ?? 0));
  const cells = table.getByRole("button", { name: /, Won deals: / });
  // The first is that of all together.
  await expect(cells.nth(1)).toHaveText(String(largest));
  await cells.nth(1).click();
  const panel = page.getByRole("dialog", { name: /^Won deals, / });
  await expect(panel.getByRole("heading", { name: new RegExp(`: ${largest} records?$`) })).toBeVisible();
  const listed = panel.getByRole("region", { name: "What is behind it" }).getByRole("listitem");
  await expect(listed).toHaveCount(largest);
});

test("rows that do not add up say so, and a filter is a chip in the URL", async ({ page }) => {
  await page.goto("/steer?period=last-12-months&by=product");
  await expect(page.getByText("the rows do not add up to the total")).toBeVisible();

  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("menuitem", { name: "Owner" }).click();
  await page.getByRole("checkbox", { name: "Bram Kuipers" }).check();
  await expect(page).toHaveURL(/filter=owner:/);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Remove filter: Owner: Bram Kuipers" }).click();
  await expect(page).not.toHaveURL(/filter=/);
});

test("the pipeline stage by stage, true to scale, and each bar opens its deals", async ({ page }) => {
  await page.goto("/steer?period=last-12-months");
  await page.getByRole("link", { name: "Stages" }).click();
  await expect(page).toHaveURL(/\/steer\/stages\?period=last-12-months/);
  const { stages } = await asked(page, "stages?period=last-12-months");
  const reached = stages.map((stage: any) => stage.figures.find((one: any) => one.metric === "stage_entrants"));
  const chart = page.getByRole("region", { name: "Reached in the period" });
  const bars = chart.getByRole("button").filter({ hasNotText: "went on" });
  await expect(bars).toHaveCount(stages.length);

  const lengths = await bars.evaluateAll((all) =>
    all.map((one) => one.querySelector<HTMLElement>("span > span")?.getBoundingClientRect().width ?? 0),
  );
  for (const [at, figure] of reached.entries()) {
    expect((lengths[at] ?? 0) / (lengths[0] ?? 1)).toBeCloseTo(figure.value / reached[0].value, 1);
    await expect(bars.nth(at)).toContainText(String(figure.value));
  }
  await expectAccessible(page);

  await bars.nth(1).click();
  const panel = page.getByRole("dialog", { name: /^Reached the stage, / });
  await expect(panel.getByRole("heading", { name: new RegExp(`: ${reached[1].value} records?$`) })).toBeVisible();
  await page.keyboard.press("Escape");

  for (const { figures } of stages) {
    for (const metric of ["stage_entrants", "stage_standing", "needs_attention"]) {
      const { value, explain } = figures.find((one: any) => one.metric === metric);
      const behind = await asked(page, `explain?period=last-12-months&metric=${metric}&part=${explain.part}`);
      expect(behind.count, `${metric} of ${explain.part}`).toBe(value);
    }
  }
});

test("in Dutch on a phone, the number fills the screen", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await enter(page, "nl");
  await page.goto("/steer?period=last-quarter");
  await expect(page.getByRole("navigation").getByRole("link", { name: "Sturen" })).toBeVisible();
  await page.getByRole("button", { name: /^Scoringspercentage \d/ }).click();
  const panel = page.getByRole("dialog", { name: "Scoringspercentage" });
  await expect(panel.getByText("Zo wordt het berekend")).toBeVisible();
  expect((await panel.boundingBox())?.width).toBe(390);
  await expectAccessible(page);
});
