import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";

test.use({ locale: "en-GB" });

// The export of a small CRM, with what such files bring: another delimiter, a stage that means won, two
// spellings of one product, a mark for "nothing chosen", a date that is none.
const DEALS = [
  "id;name;account;agent;product;stage;amount;created;channel",
  "D1;Oven for Smits;Bakery Smits;Mia Claes;GTX Pro;Won;12.400,50;03-02-2025;Fair",
  "D2;Second oven;Bakery Smits;Mia Claes;GTXPro;Prospecting;8.000,00;14-03-2025;Select",
  "D3;Mixer;Brewery Jansen;Tom Wils;GTX Pro;Lost;2.500,00;21-04-2025;Fair",
  "D4;Conveyor;Brewery Jansen;Tom Wils;MG Special;Prospecting;19.999,99;not a date;Fair",
].join("\n");

test("a file becomes deals: upload, columns, values, dry run, run, undo", async ({ page, workspace, asOwner: _ }) => {
  test.slow();
  await page.goto("/import");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  await (await chooser).setFiles({ name: "deals.csv", mimeType: "text/csv", buffer: Buffer.from(DEALS) });

  // Files: what was detected is shown, and what each row is.
  const card = page.getByRole("region", { name: "deals.csv" }).first();
  await expect(card.getByText("4 rows, 9 columns")).toBeVisible();
  await expect(card.getByRole("combobox", { name: "Between the cells" })).toHaveValue("Semicolon ;");
  const holds = card.getByRole("combobox", { name: "Each row is" });
  if ((await holds.inputValue()) !== "Deal") {
    await holds.click();
    await page.getByRole("option", { name: "Deal", exact: true }).click();
  }
  await expectAccessible(page);
  await page.getByRole("button", { name: "On to the columns" }).click();

  // Columns: by keyboard, only where the proposal is not what we want.
  const becomes = async (column: string, field: string) => {
    const box = page.getByRole("combobox", { name: `${column} becomes` });
    if ((await box.inputValue()) === field) return;
    await box.fill(field);
    await page.getByRole("option", { name: field, exact: true }).click();
    await expect(box).toHaveValue(field);
  };
  await becomes("name", "Title");
  await becomes("account", "Company");
  await becomes("agent", "Owner");
  await becomes("product", "Product");
  await becomes("stage", "Stage");
  await becomes("amount", "Value");
  await becomes("created", "Created");
  await becomes("channel", "Source");
  await page.getByRole("combobox", { name: "Order of dates of created" }).click();
  await page.getByRole("option", { name: "1-3-2026 (day, month, year)" }).click();
  await expect(page.getByRole("checkbox", { name: "Tells rows apart (an id) of id" })).toBeChecked();
  await expectAccessible(page);
  await page.getByRole("button", { name: "On to the values" }).click();

  // Values: what looked alike is decided here, in the open.
  await page.getByRole("checkbox", { name: /“GTXPro” is the same as “GTX Pro”/ }).check();
  await page.getByRole("checkbox", { name: "“Select” means that nothing was filled in" }).check();
  await expect(page.getByRole("combobox", { name: "Open or closed for Won" })).toHaveValue("Won");
  await expectAccessible(page);
  await page.getByRole("button", { name: "On to the check" }).click();

  // Nothing is written by trying.
  await page.getByRole("button", { name: "Try without writing" }).click();
  await expect(page.getByRole("heading", { name: "1 row is refused" })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText("not a date")).toBeVisible();
  expect((await workspace.api.get("/deals/totals")).count).toBe(0);
  await expectAccessible(page);

  await page.getByRole("button", { name: /^Import 3 rows/ }).click();
  await expect(page.getByRole("heading", { name: "Imported" })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("link", { name: "Download the refused row" })).toBeVisible();
  await expectAccessible(page);
  const deals = await workspace.api.get("/deals?sort=-value");
  expect(deals.items.map((deal: { title: string; status: string }) => [deal.title, deal.status])).toEqual([
    ["Oven for Smits", "won"],
    ["Second oven", "open"],
    ["Mixer", "lost"],
  ]);
  const { catalogue } = await workspace.api.get("/catalogue");
  expect(catalogue.products.map((product: { name: string }) => product.name)).not.toContain("GTXPro");

  // And back again.
  await page.getByRole("button", { name: "Undo this import" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Undo this import" }).click();
  await expect(page.getByRole("heading", { name: "Undone" })).toBeVisible({ timeout: 20_000 });
  expect((await workspace.api.get("/deals/totals")).count).toBe(0);

  await page.getByRole("link", { name: "Back to all imports" }).click();
  await expect(page.getByRole("link", { name: /deals\.csv.*Undone/ })).toBeVisible();
});

test("a step and its file are in the address", async ({ page, asOwner: _ }) => {
  await page.goto("/import");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  await (await chooser).setFiles([
    { name: "deals.csv", mimeType: "text/csv", buffer: Buffer.from(DEALS) },
    { name: "companies.csv", mimeType: "text/csv", buffer: Buffer.from("name,city\nBakery Smits,Gent\n") },
  ]);
  await page.getByRole("link", { name: /Columns/ }).click();
  await page.getByRole("link", { name: /^companies\.csv/ }).click();
  await expect(page).toHaveURL(/step=columns&file=\d/);
  await expect(page.getByRole("combobox", { name: "city becomes" })).toHaveValue("City");
  await page.reload();
  await expect(page.getByRole("combobox", { name: "city becomes" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("combobox", { name: "agent becomes" })).toBeVisible();
});

test("what is no table is refused in words", async ({ page, asOwner: _ }) => {
  await page.goto("/import");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  await (await chooser).setFiles({ name: "empty.csv", mimeType: "text/csv", buffer: Buffer.from("") });
  await expect(page.getByRole("alert")).not.toBeEmpty();
  await expect(page).toHaveURL(/\/import$/);
});
