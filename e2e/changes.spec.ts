import { expectAccessible } from "./support/accessible.ts";
import { asked, enter, expect, expectAllOpen, test } from "./support/demo.ts";

const QUARTER = "period=last-quarter";

test.describe.configure({ timeout: 120_000 });
test.beforeEach(async ({ page }) => enter(page, "en"));

test("the waterfall adds up, bar by bar, and each opens its deals", async ({ page }) => {
  await page.goto(`/steer/changes?${QUARTER}`);
  const { then, steps, now } = await asked(page, `changes?${QUARTER}`);
  expect(steps.reduce((sum: number, step: any) => sum + step.value, then.value)).toBe(now.value);
  const bars = page.getByRole("region", { name: "What changed in the open pipeline" }).getByRole("button");
  const moved = steps.filter((step: any) => step.n > 0).length;
  await expect(bars).toHaveCount(moved + 2);
  // Each begins where the one before it ended.
  const edges = await bars.evaluateAll((all) =>
    all.map((one) => {
      const fill = one.querySelector("span > span")?.getBoundingClientRect();
      return { kind: one.querySelector("[data-kind]")?.getAttribute("data-kind"), left: fill?.left ?? 0, right: fill?.right ?? 0 };
    }),
  );
  let at = edges[0]?.right ?? 0;
  for (const { kind, left, right } of edges.slice(1)) {
    expect(Math.abs((kind === "up" ? left : right) - at)).toBeLessThan(3);
    at = kind === "up" ? right : left;
  }
  await expectAccessible(page);
  await expectAllOpen(page, moved + 2 + steps.length + 3);
});

test("any two dates are compared, and the address says which", async ({ page }) => {
  await page.goto(`/steer/changes?${QUARTER}`);
  await page.getByLabel("Up to and including").fill("2026-08-15");
  await page.getByLabel("From", { exact: true }).fill("2026-02-01");
  await expect(page).toHaveURL(/period=2026-02-01..2026-08-15/);
  const { then, now } = await asked(page, "changes?period=2026-02-01..2026-08-15");
  const bars = page.getByRole("region", { name: "What changed in the open pipeline" }).getByRole("button");
  await expect(bars.first()).toContainText(`${then.n} deals`);
  await expect(bars.last()).toContainText(`${now.n} deals`);
});

test("in Dutch on a phone, by keyboard, as of a day in the past", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await enter(page, "nl");
  await page.goto(`/steer/changes?period=2026-03-01..2026-08-31&as_of=2026-06-30`);
  await expect(page.getByRole("status").filter({ hasText: "Je ziet het verleden" })).toBeVisible();
  const bars = page.getByRole("region", { name: "Wat er veranderde in de open pijplijn" }).getByRole("button");
  await bars.first().focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(bars.first()).toBeFocused();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await expectAccessible(page);
});
