import { expectAccessible } from "./support/accessible.ts";
import { asked, enter, expect, expectAllOpen, test } from "./support/demo.ts";

test.describe.configure({ timeout: 120_000 });
test.beforeEach(async ({ page }) => enter(page, "en"));

test("what stands open by the month it is expected in, and it is no forecast", async ({ page }) => {
  await page.goto("/steer/expected");
  const { rows, total } = await asked(page, "expected");
  const table = page.getByRole("region", { name: "Expected by month, in figures" });
  await expect(table.locator("tbody tr")).toHaveCount(rows.length + 1);
  await expect(page.getByText("It is not a forecast")).toBeVisible();
  // Every open deal stands in exactly one row.
  const count = (figures: any[]) => figures.find((one) => one.metric === "open_count").value;
  expect(rows.reduce((sum: number, row: any) => sum + count(row.figures), 0)).toBe(count(total));
  await expectAccessible(page);
  await expectAllOpen(page, rows.length * 4, 3);
});
