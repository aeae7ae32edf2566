import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { asked, enter, expect, test } from "./support/demo.ts";

test.beforeEach(async ({ page }) => enter(page, "en"));

const tile = (page: Page, name: string): Locator =>
  page.getByRole("list", { name: "The numbers" }).getByRole("button", { name: new RegExp(`^${name}`) });

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
