import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";

test.use({ locale: "en-GB" });

test("a new stage appears on the board, in its place", async ({ page, workspace, asOwner: _ }) => {
  await page.goto("/settings/pipelines");
  await page.getByRole("textbox", { name: "New stage" }).fill("Second visit");
  await page.keyboard.press("Enter");
  const stages = page.getByRole("list", { name: /^Stages of/ });
  await expect(stages.getByRole("button", { name: "Remove stage Second visit" })).toBeVisible();

  // By keyboard, to the place before the last one.
  await stages.getByRole("button", { name: "Move Second visit" }).press("ArrowUp");
  const last = workspace.stages().at(-1) ?? "";
  const names = stages.getByRole("button", { name: /^Move / });
  await expect(names.nth(-1)).toHaveAccessibleName(`Move ${last}`);
  await expect(stages.getByRole("button", { name: "Move Second visit" })).toBeFocused();

  // What it expects, in place.
  await stages.getByRole("button", { name: "Change Expected days of Second visit" }).click();
  await page.keyboard.type("9");
  await page.keyboard.press("Enter");
  await expect(stages.getByText("9 days")).toBeVisible();

  await workspace.deal("Cutting table");
  await page.goto("/board");
  const columns = page.getByRole("heading", { level: 2 });
  await expect(columns.filter({ hasText: "Second visit" })).toBeVisible();
  await expect(columns.nth(-1)).toContainText(last);
});

test("stages are put in order by dragging", async ({ page, asOwner: _ }) => {
  await page.goto("/settings/pipelines");
  const names = page.getByRole("list", { name: /^Stages of/ }).getByRole("button", { name: /^Move / });
  const first = (await names.nth(0).getAttribute("aria-label")) ?? "";
  const third = await names.nth(2).boundingBox();
  await names.nth(0).hover();
  await page.mouse.down();
  await page.mouse.move(third?.x ?? 0, (third?.y ?? 0) + (third?.height ?? 0), { steps: 5 });
  await page.mouse.up();
  await expect(names.nth(2)).toHaveAccessibleName(first);
  await page.reload();
  await expect(names.nth(2)).toHaveAccessibleName(first);
});

test("a stage where deals stand cannot go, and says which", async ({ page, workspace, asOwner: _ }) => {
  await workspace.deal("Bakery oven", { stage: "Prospect" });
  await page.goto("/settings/pipelines");
  await page.getByRole("button", { name: "Remove stage Prospect" }).click();
  const refusal = page.getByRole("alert").filter({ hasText: "1 open deal stands in Prospect" });
  await expect(refusal).toBeVisible();
  await refusal.getByRole("link", { name: "Show them" }).click();
  await expect(page.getByRole("link", { name: "Bakery oven" })).toBeVisible();
});

test("a removed stage comes back whole", async ({ page, asOwner: _ }) => {
  await page.goto("/settings/pipelines");
  await page.getByRole("button", { name: "Remove stage Offer" }).click();
  await expect(page.getByRole("button", { name: "Move Offer" })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: "Move Offer" })).toBeVisible();
  await page.getByRole("button", { name: "Playbook of Offer" }).click();
  await expect(page.getByRole("textbox", { name: "Name of Verbal order" })).toBeVisible();
});

test("a new pipeline starts from a template", async ({ page, asOwner: _ }) => {
  await page.goto("/settings/pipelines");
  await page.getByRole("button", { name: "New pipeline" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Partners");
  await page.getByRole("radio", { name: "New business" }).check();
  await page.getByRole("button", { name: "Make pipeline" }).click();
  const stages = page.getByRole("list", { name: "Stages of Partners" });
  await expect(stages.getByRole("button", { name: "Move Negotiation" })).toBeVisible();
});

test("a custom field appears on a deal", async ({ page, workspace, asOwner: _ }) => {
  const deal = await workspace.deal("Press line");
  await page.goto("/settings/fields");
  await page.getByRole("button", { name: "New field on deals" }).click();
  const form = page.getByRole("form", { name: "New field on deals" });
  await form.getByRole("textbox", { name: "Name" }).fill("Machine size");
  await form.getByRole("combobox", { name: "Kind of value" }).click();
  await page.getByRole("option", { name: "One choice" }).click();
  for (const choice of ["Small", "Large"]) {
    await form.getByRole("textbox", { name: "New choice" }).fill(choice);
    await page.keyboard.press("Enter");
  }
  await form.getByRole("button", { name: "Make field" }).click();
  await expect(page.getByRole("button", { name: "Move Machine size" })).toBeVisible();

  await page.goto(`/deals/${deal.id}`);
  await page.getByRole("button", { name: "Show empty fields" }).click();
  await page.getByRole("button", { name: "Change Machine size" }).click();
  await page.getByRole("option", { name: "Large" }).click();
  await expect(page.getByRole("complementary", { name: "Details" }).getByText("Large")).toBeVisible();
  const now = await workspace.api.get(`/deals/${deal.id}`);
  expect(now.item.custom).toEqual({ machine_size: "large" });
});

test("an entry is changed in place, taken away and brought back", async ({ page, asOwner: _ }) => {
  await page.goto("/settings/sources");
  await page.getByRole("textbox", { name: "New source" }).fill("Radio");
  await page.keyboard.press("Enter");
  const table = page.getByRole("table", { name: "Sources" });
  const row = table.getByRole("row").filter({ hasText: "Radio" });
  await row.getByRole("button", { name: "Change Channel of Radio" }).click();
  await page.getByRole("option", { name: "Advertising" }).click();
  await expect(row.getByText("Advertising")).toBeVisible();

  await row.getByRole("button", { name: "No longer offer Radio" }).click();
  await expect(row).toHaveCount(0);
  await page.getByText("No longer offered (1)").click();
  await page.getByRole("button", { name: "Offer Radio again" }).click();
  await expect(row.getByText("Advertising")).toBeVisible();
});

test("two people change one name: nothing is lost and it is said", async ({ page, workspace, asOwner: _ }) => {
  const competitor = await workspace.api.post("/catalogue/competitors", { name: "Rivalo" });
  await page.goto("/settings/losing");
  await page.getByRole("button", { name: "Change Name of Rivalo" }).click();
  await workspace.api.patch(`/catalogue/competitors/${competitor.id}`, competitor.version, { name: "Rivalo NV" });
  const input = page.getByRole("textbox", { name: /^Name of Rivalo/ });
  await input.fill("Rivalo Group");
  await input.press("Enter");
  await expect(page.getByText("Somebody else changed this just now")).toBeVisible();
  await expect(input).toHaveValue("Rivalo Group");
  await input.press("Enter");
  await expect(page.getByRole("button", { name: "Change Name of Rivalo Group" })).toBeVisible();
});

test("every section is accessible", async ({ page, asOwner: _ }) => {
  const people = ["profile", "workspace", "people"];
  const norms = ["targets", "hours", "costs", "rates"];
  const lists = ["pipelines", "sources", "products", "losing", "tags", "fields"];
  const sections = [...people, ...norms, ...lists];
  for (const section of sections) {
    await page.goto(`/settings/${section}`);
    await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
    await expectAccessible(page);
  }
});

test("somebody is invited, joins by the link, and loses access again", async ({ page, browser, server, asOwner: _ }) => {
  await page.goto("/settings/people");
  await page.getByRole("button", { name: "Invite somebody" }).click();
  const form = page.getByRole("form", { name: "Invite somebody" });
  await form.getByRole("textbox", { name: "Name" }).fill("Bram Dekker");
  await form.getByRole("textbox", { name: "Mail address" }).fill("bram@trechter.example");
  await form.getByRole("button", { name: "Make invitation link" }).click();
  const link = await page.getByRole("textbox", { name: "Invitation for Bram Dekker" }).inputValue();
  expect(link).toContain("/invite/");
  const row = page.getByRole("row").filter({ hasText: "bram@trechter.example" });
  await expect(row.getByText(/^Invited, until/)).toBeVisible();

  // In his own browser.
  const other = await browser.newContext({ baseURL: server.url, locale: "en-GB" });
  const his = await other.newPage();
  await his.goto(new URL(link).pathname);
  await expect(his.getByText("Peeters Machines invites you")).toBeVisible();
  await his.getByLabel("New password").fill("another long password");
  await his.getByRole("button", { name: "Join" }).click();
  await expect(his).toHaveURL(/\/board/);

  // A seller sees the settings, with the reason why he changes nothing.
  await his.goto("/settings/pipelines");
  await expect(his.getByText("Only managers and owners change this.")).toBeVisible();
  await expect(his.getByRole("textbox", { name: "New stage" })).toHaveCount(0);
  await other.close();

  await page.reload();
  await page.getByRole("button", { name: "More for Bram Dekker" }).click();
  await page.getByRole("menuitem", { name: "Take away access" }).click();
  await expect(row.getByText("Left")).toBeVisible();
});

test("one's own name, password and tokens", async ({ page, asOwner: _ }) => {
  await page.goto("/settings/profile");
  await page.getByRole("button", { name: "Change password" }).click();
  const form = page.getByRole("form", { name: "Password" });
  await form.getByLabel("Password until now").fill("not this one at all");
  await form.getByLabel("New password").fill("a fine new password");
  await form.getByRole("button", { name: "Change password" }).click();
  await expect(form.getByText("This is not your password.")).toBeVisible();
  await form.getByRole("button", { name: "Leave it" }).click();

  await expect(page.getByText("This browser")).toBeVisible();

  await page.getByRole("button", { name: "New token" }).click();
  await page.getByRole("form", { name: "New token" }).getByRole("textbox", { name: "Name" }).fill("Reports");
  await page.getByRole("button", { name: "Make token" }).click();
  await expect(page.getByRole("textbox", { name: "Token Reports" })).toHaveValue(/^trechter_/);
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Revoke Reports" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("Reports")).toHaveCount(0);
});
