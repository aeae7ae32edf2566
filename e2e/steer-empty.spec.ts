import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";

test("without leads and deals the numbers say what they are for; with the first lead they are there", async ({
  page,
  workspace,
  asOwner: _,
}) => {
  await page.goto("/steer");
  await expect(page.getByRole("heading", { name: "No numbers yet" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Import leads and deals" })).toHaveAttribute("href", "/import");
  await expectAccessible(page);

  await workspace.lead("Wants an oven");
  await page.reload();
  const tile = page.getByRole("button", { name: /^New leads 1/ });
  await expect(tile).toBeVisible();
  await tile.click();
  const panel = page.getByRole("dialog", { name: "New leads" });
  await expect(panel.getByRole("heading", { name: "What is behind it: 1 record" })).toBeVisible();
  await expect(panel.getByRole("link", { name: "Wants an oven" })).toBeVisible();
});

test("a period that cannot be read is refused in words, and the bar stays", async ({ page, asOwner: _ }) => {
  await page.goto("/steer?period=sometime");
  await expect(page.getByRole("alert").first()).toContainText("For example 2026, 2026-Q3");
  await expect(page.getByRole("combobox", { name: "Period" })).toBeVisible();
});
