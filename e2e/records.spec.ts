import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { logIn } from "./support/workspace.ts";

test("a deal is added, filled in, and its story told", { tag: "@engines" }, async ({ page, workspace, asOwner: _ }) => {
  await workspace.company("Bakkerij Claes");
  await workspace.contact("Jan", "Claes", { emails: [{ value: "jan@claes.example" }] });
  await page.goto("/board");

  await page.getByRole("button", { name: "New", exact: true }).click();
  const form = page.getByRole("dialog", { name: "New" });
  await form.getByRole("textbox", { name: "Title" }).fill("Three ovens");
  await form.getByRole("combobox", { name: "Company" }).fill("claes");
  await page.getByRole("option", { name: "Bakkerij Claes" }).click();
  await form.getByRole("textbox", { name: "Value" }).fill("12400.50");
  await form.getByRole("button", { name: "Add deal" }).click();
  await expect(page.getByRole("heading", { name: "Three ovens" })).toBeVisible();
  await expect(page.getByText("€12,400.50").first()).toBeVisible();

  const facts = page.getByRole("complementary", { name: "Details" });
  await facts.getByRole("button", { name: "Change Contact" }).click();
  await facts.getByRole("combobox", { name: "Contact" }).fill("jan");
  await page.getByRole("option", { name: "Jan Claes" }).click();
  await expect(facts.getByRole("link", { name: "Jan Claes" })).toBeVisible();

  await facts.getByRole("button", { name: "Change Gut feeling" }).click();
  await facts.getByRole("textbox", { name: "Gut feeling" }).fill("60");
  await page.keyboard.press("Enter");
  await expect(facts.getByText("60%")).toBeVisible();

  const story = page.getByRole("region", { name: "Timeline" });
  await story.getByRole("textbox", { name: "Note" }).fill("Wants them before Easter");
  await story.getByRole("button", { name: "Save note" }).click();
  await expect(story.getByRole("listitem").filter({ hasText: "Wants them before Easter" })).toBeVisible();

  // A call takes two presses: what happened, and that it is to be kept.
  await story.getByText("Call", { exact: true }).click();
  await story.getByRole("button", { name: "Log call" }).click();
  await expect(story.getByRole("listitem").filter({ hasText: "Anna Peeters: Call" })).toBeVisible();
  await expect(story.getByText("Gut feeling: – → 60%")).toBeVisible();
  await expectAccessible(page);
});

test("a task is planned and ticked off", async ({ page, workspace, asOwner: _ }) => {
  const deal = await workspace.deal("Mixer", { euros: 900 });
  await page.goto(`/deals/${deal.id}`);
  const story = page.getByRole("region", { name: "Timeline" });
  await story.getByText("Task", { exact: true }).click();
  await story.getByRole("textbox", { name: "Task" }).fill("Call about the colour");
  await story.getByLabel("When", { exact: true }).fill("2027-03-01T10:00");
  await story.getByRole("button", { name: "Plan", exact: true }).click();

  const related = page.getByRole("complementary", { name: "Related" });
  await expect(related.getByRole("link", { name: "Call about the colour" })).toBeVisible();
  await related.getByRole("checkbox", { name: "Done" }).click();
  await expect(related.getByRole("link", { name: "Call about the colour" })).toHaveCount(0);
  await expect(story.getByText("Anna Peeters finished a task")).toBeVisible();
});

test("a deal is won, taken back, lost with a reason, and opened again", { tag: "@engines" }, async ({ page, workspace, asOwner: _ }) => {
  const deal = await workspace.deal("Cold room", { euros: 20_000 });
  await page.goto(`/deals/${deal.id}`);
  await page.getByRole("button", { name: "Win", exact: true }).click();
  await page.getByRole("button", { name: "Record as won" }).click();
  await expect(page.getByRole("button", { name: "Open again" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();

  await page.getByRole("button", { name: "Lose", exact: true }).click();
  const form = page.getByRole("dialog");
  await expect(form.getByRole("button", { name: "Record as lost" })).toBeDisabled();
  await form.getByRole("combobox", { name: "Why was it lost?" }).click();
  await page.getByRole("option").first().click();
  await form.getByRole("button", { name: "Record as lost" }).click();
  await expect(page.getByText(/Anna Peeters lost it:/)).toBeVisible();

  await page.getByRole("button", { name: "Open again" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Open again" }).click();
  await expect(page.getByRole("button", { name: "Win", exact: true })).toBeVisible();
  expect(await workspace.again(deal, "deals")).toMatchObject({ status: "open", reopened: 1 });
});

test("two people change one field: both values, and nothing typed is lost", async ({ page, browser, server, workspace, asOwner: _ }) => {
  const deal = await workspace.deal("Display case", { gut_feeling: 20 });
  const other = await (await browser.newContext({ baseURL: server.url, locale: "en-GB" })).newPage();
  await logIn(other);
  for (const one of [page, other]) await one.goto(`/deals/${deal.id}`);

  await page.getByRole("button", { name: "Change Gut feeling" }).click();
  await page.getByRole("textbox", { name: "Gut feeling" }).fill("80");
  await other.getByRole("button", { name: "Change Gut feeling" }).click();
  await other.getByRole("textbox", { name: "Gut feeling" }).fill("40");
  await other.keyboard.press("Enter");
  // The first browser hears of it while its person is still typing.
  await expect(page.getByText("Gut feeling: 20% → 40%")).toBeVisible();
  await page.getByRole("textbox", { name: "Gut feeling" }).press("Enter");

  const conflict = page.getByRole("alert").filter({ hasText: "changed Gut feeling" });
  await expect(conflict).toContainText("40%");
  await expect(conflict).toContainText("80%");
  await conflict.getByRole("button", { name: "Keep mine" }).click();
  await expect(conflict).toHaveCount(0);
  expect((await workspace.again(deal, "deals")).gut_feeling).toBe(80);
  await other.context().close();
});

test("what is removed lies in the bin, and comes back", async ({ page, workspace, asOwner: _ }) => {
  const company = await workspace.company("Slagerij Maes");
  await page.goto(`/companies/${company.id}`);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Move to bin" }).click();
  await expect(page.getByText(/In the bin since/)).toBeVisible();

  await page.goto("/bin?kind=company");
  const row = page.getByRole("row").filter({ hasText: "Slagerij Maes" });
  await row.getByRole("button", { name: "Restore" }).click();
  await expect(row).toHaveCount(0);
  await page.goto("/companies");
  await expect(page.getByRole("row").filter({ hasText: "Slagerij Maes" })).toBeVisible();
});

test("two companies become one, and two again", async ({ page, workspace, asOwner: _ }) => {
  const kept = await workspace.company("Hotel Zeezicht");
  await workspace.company("Hotel Zee-zicht NV");
  await page.goto(`/companies/${kept.id}`);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Merge with…" }).click();
  await page.getByRole("combobox", { name: "The other record" }).fill("zee-zicht");
  await page.getByRole("option", { name: "Hotel Zee-zicht NV" }).click();
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(page.getByText("merged another record into this one")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.goto("/companies?filter=q:has:hotel");
  await expect(page.getByRole("row").filter({ hasText: "Hotel Zee" })).toHaveCount(2);
});

test("a lead is judged and becomes a deal with its parties", { tag: "@engines" }, async ({ page, workspace, asOwner: _ }) => {
  const lead = await workspace.lead("Wants a quote", {
    first_name: "Els",
    last_name: "Visser",
    company_name: "Brouwerij Anker",
    email: "els@anker.example",
  });
  await page.goto("/leads");
  await page.getByRole("link", { name: "Els Visser, Brouwerij Anker" }).click();
  await page.getByRole("button", { name: "Contacted" }).click();
  await expect(page.getByText("Anna Peeters made contact")).toBeVisible();
  await page.getByRole("button", { name: "Make it a deal" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make deal" }).click();

  await expect(page).toHaveURL(/\/deals\//);
  await expect(page.getByRole("link", { name: "Brouwerij Anker", exact: true }).first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Els Visser", exact: true }).first()).toBeVisible();
  expect((await workspace.again(lead, "leads")).converted_at).not.toBeNull();
});
