import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";

test.describe.configure({ mode: "serial" });

test("a list is filtered, sorted, and kept as a view", async ({ page, workspace, asOwner: _ }) => {
  for (const [title, stage, euros] of [
    ["Small oven", "Offer", 2_000],
    ["Large oven", "Offer", 9_000],
    ["Mixer", "Suspect", 500],
  ] as const) {
    await workspace.deal(title, { stage, euros });
  }
  await page.goto("/deals");
  const rows = page.getByRole("row").filter({ has: page.getByRole("gridcell") });
  await expect(rows).toHaveCount(3);
  await expect(page.getByText(/3 rows · €11\.5k/i)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("menuitem", { name: "Stage" }).click();
  await page.getByRole("checkbox", { name: "Offer" }).check();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByRole("button", { name: "Stage: Offer", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Value", exact: true }).click();
  await expect(rows.first()).toContainText("Small oven");
  await page.getByRole("button", { name: "Value", exact: true }).click();
  await expect(rows.first()).toContainText("Large oven");

  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.getByRole("menuitem", { name: "Save as view" }).click();
  await page.getByRole("textbox", { name: "Name of the view" }).fill("Quotes");
  await page.getByRole("button", { name: "Save as view" }).click();
  await page.goto("/deals");
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.getByRole("menuitem", { name: "Quotes" }).click();
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText("Large oven");
});

test("many rows are changed at once, and changed back", async ({ page, asOwner: _ }) => {
  await page.goto("/deals");
  await page.getByRole("checkbox", { name: "Select all rows" }).check();
  await page.getByRole("toolbar").getByRole("button", { name: "Move to bin" }).click();
  await expect(page.getByRole("heading", { name: "No deals yet" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Mixer" })).toBeVisible();

});

test("the palette finds records despite typing errors, and pages", async ({ page, workspace, asOwner: _ }) => {
  await workspace.company("Bakkerij Claes", { phone: "+32 9 555 01 23" });
  await page.goto("/board");
  await expect(page.getByRole("button", { name: /^Search/ })).toBeVisible();
  await page.keyboard.press("Control+k");
  const box = page.getByRole("combobox", { name: /Search records/ });
  await box.fill("bakerij");
  await expect(page.getByRole("option", { name: /Bakkerij Claes/ })).toBeVisible();
  await expectAccessible(page);
  await box.fill("5550123");
  await page.getByRole("option", { name: /Bakkerij Claes/ }).click();
  await expect(page.getByRole("heading", { name: "Bakkerij Claes" })).toBeVisible();

  await page.keyboard.press("Control+k");
  await box.fill("settings");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/settings/);
});

test("the list is walked with the keyboard", async ({ page, asOwner: _ }) => {
  await page.goto("/deals?sort=title");
  await page.getByRole("row").filter({ hasText: "Large oven" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("row").filter({ hasText: "Mixer" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Mixer" })).toBeVisible();
});
