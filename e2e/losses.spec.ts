import { expectAccessible } from "./support/accessible.ts";
import { asked, enter, expect, expectAllOpen, expectCounted, test } from "./support/demo.ts";

const YEAR = "period=last-12-months";

test.describe.configure({ timeout: 120_000 });
test.beforeEach(async ({ page }) => enter(page, "en"));

test("channels: first and last touch side by side, and no cost leads to where it is entered", async ({ page }) => {
  await page.goto(`/steer/channels?${YEAR}`);
  const { channels } = await asked(page, `channels?${YEAR}`);
  const table = page.getByRole("region", { name: "The channels in figures" });
  await expect(table.locator("tbody tr")).toHaveCount(channels.length);
  await expect(table.getByRole("columnheader", { name: "First touch" })).toHaveCount(6);
  await expect(table.getByRole("columnheader", { name: "Last touch" })).toHaveCount(6);
  const free = channels.filter((one: any) => !one.cost.value).length;
  expect(free).toBeGreaterThan(0);
  await expect(table.getByRole("link", { name: "no cost entered" })).toHaveCount(free);
  await expectAccessible(page);
  for (const touch of ["first_touch", "last_touch"]) {
    const figures = channels.flatMap(({ [touch]: credit }: any) => Object.values(credit));
    await expectCounted(page, `${YEAR}&by=source`, figures);
  }
  await expectAllOpen(page, channels.length * 7, 11);
});

test("losses: by reason over time, and every number is that of its list", async ({ page }) => {
  await page.goto(`/steer/losses?${YEAR}`);
  const { months, rows } = await asked(page, `losses?${YEAR}`);
  const chart = page.getByRole("list", { name: "Lost deals per month" });
  await expect(chart.getByRole("listitem")).toHaveCount(months.length);
  for (const [at, month] of months.entries()) {
    await expect(chart.getByRole("listitem").nth(at)).toContainText(String(month.count));
  }
  await expectAccessible(page);
  await expectAllOpen(page, 3 + rows.length * 3);
  await chart.getByRole("link").first().click();
  await expect(page).toHaveURL(new RegExp(`period=${months[0].month}`));
});

test("losses: by stage and reason, from the address alone; a row without a reason says so", async ({ page }) => {
  const question = "period=2024-01-01..2026-12-31&by=stage&by=loss_reason";
  await page.goto(`/steer/losses?${question}`);
  const { rows } = await asked(page, `losses?${question}`);
  const table = page.getByRole("region", { name: "Lost deals in figures" });
  await expect(table.locator("tbody tr")).toHaveCount(rows.length + 1);
  const without = rows.filter((row: any) => row.values[1] === "none").length;
  await expect(table.getByRole("rowheader", { name: /no reason given/ })).toHaveCount(without);
});

test("losses: a deal worth coming back to is one press away", async ({ page }) => {
  await page.goto(`/steer/losses?${YEAR}`);
  const { come_back, come_backs, refs } = await asked(page, `losses?${YEAR}`);
  const list = page.getByRole("region", { name: "Worth coming back to", exact: true });
  await expect(list.getByRole("heading", { name: `${come_backs} lost deals are worth coming back to` })).toBeVisible();
  const dearest = come_back.reduce((a: any, b: any) => ((b.value ?? 0) > (a.value ?? 0) ? b : a));
  await list.getByRole("link").first().click();
  await expect(page).toHaveURL(new RegExp(`/deals/${dearest.deal}`));
  await expect(page.getByRole("heading", { name: refs[dearest.deal].title }).first()).toBeVisible();
});

test("in Dutch on a phone, channels and losses fit", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await enter(page, "nl");
  await page.goto(`/steer/channels?${YEAR}`);
  await expect(page.getByRole("region", { name: "De kanalen in cijfers" })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.goto(`/steer/losses?${YEAR}`);
  await expect(page.getByRole("heading", { name: /^Meest gegeven reden: / })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await expectAccessible(page);
});
