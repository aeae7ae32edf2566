import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { OWNER } from "./support/workspace.ts";

test.describe.configure({ mode: "serial" });

test("a new installation is set up in the browser", { tag: "@engines" }, async ({ page, server }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Set up Trechter" })).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("Name of the workspace").fill("Peeters Machines");
  await page.getByLabel("Your name").fill(OWNER.name);
  await page.getByLabel("Mail address").fill(OWNER.email);
  await page.getByLabel(/^Password/).fill(OWNER.password);
  await page.getByRole("button", { name: "Create workspace" }).click();

  await expect(page).toHaveURL(/\/board/);
  await expect(page.getByRole("heading", { name: "No deals yet" })).toBeVisible();
  await expectAccessible(page);
  expect(server.log()).not.toContain("ERROR");
});

test("the owner logs out, and in again", { tag: "@engines" }, async ({ page }) => {
  await page.goto("/deals");
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
  await expectAccessible(page);
  const logIn = async (password: string) => {
    await page.getByLabel("Mail address").fill(OWNER.email);
    await page.getByLabel(/^Password/).fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
  };

  await logIn("not the password at all");
  await expect(page.getByRole("alert")).toBeVisible();

  await logIn(OWNER.password);
  await expect(page).toHaveURL(/\/deals/);

  await page.getByRole("button", { name: `${OWNER.name}: language, theme, log out` }).click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
  await page.goto("/board");
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
});
