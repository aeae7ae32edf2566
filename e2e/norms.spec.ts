import { expect, test } from "./support/test.ts";

test.use({ locale: "en-GB" });

test("targets are typed as in a spreadsheet, and kept @engines", async ({ page, workspace, asOwner: _ }) => {
  const team = await workspace.api.post("/catalogue/teams", { name: "South" });
  await page.goto("/settings/targets?entry=won_value+quarter+2026");
  const cell = (name: string, period: string) =>
    page.getByRole("textbox", { name: `Target of ${name}, ${period}` });

  // Down with Enter, aside with Tab.
  await cell("Peeters Machines", "Q1").click();
  await page.keyboard.type("120k");
  await page.keyboard.press("Enter");
  await expect(cell("South", "Q1")).toBeFocused();
  await page.keyboard.type("60,000");
  await page.keyboard.press("Tab");
  await expect(cell("South", "Q2")).toBeFocused();
  await expect(cell("Peeters Machines", "Q1")).toHaveValue("120,000");
  await expect(cell("South", "Q1")).toHaveValue("60,000");

  // A block from a spreadsheet.
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "70,000\t80,000\n");
    const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(paste);
  });
  await expect(cell("South", "Q3")).toHaveValue("80,000");

  // What is no number is said, and not kept.
  await cell("South", "Q4").fill("a lot");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("That is not a number");

  await page.reload();
  await expect(cell("South", "Q4")).toHaveValue("");
  await expect(cell("South", "Q2")).toHaveValue("70,000");
  await cell("South", "Q2").fill("");
  await page.keyboard.press("Enter");
  const catalogue = async () => (await workspace.api.get("/catalogue")).catalogue;
  await expect
    .poll(async () => {
      const targets = (await catalogue()).targets.filter((one: { removed_at: unknown }) => !one.removed_at);
      return targets.map((one: { starts: string; whom: unknown; value: unknown }) => [one.starts, one.whom, one.value]);
    })
    .toEqual([
      ["2026-01-01", { kind: "workspace" }, { amount: 12_000_000, currency: "EUR" }],
      ["2026-01-01", { kind: "team", id: team.id }, { amount: 6_000_000, currency: "EUR" }],
      ["2026-07-01", { kind: "team", id: team.id }, { amount: 8_000_000, currency: "EUR" }],
    ]);

  await page.getByRole("combobox", { name: "What is counted" }).click();
  await page.getByRole("option", { name: "Win rate" }).click();
  await cell("South", "Q1").fill("27.5");
  await page.keyboard.press("Enter");
  await expect(cell("South", "Q1")).toHaveValue("27.5%");
});

test("a team works by its own calendar @engines", async ({ page, workspace, asOwner: _ }) => {
  await workspace.api.post("/catalogue/teams", { name: "Ghent" });
  await page.goto("/settings/hours");
  await page.getByRole("textbox", { name: "New calendar, like Netherlands" }).fill("Delta");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/entry=/);

  // The workspace's clock stands in Brussels; this one keeps Dutch holidays.
  const holidays = page.getByRole("region", { name: "Holidays", exact: true });
  await expect(holidays.getByText("Belgian National Day")).toBeVisible();
  await page.getByRole("button", { name: "Change Holidays" }).click();
  await page.getByRole("option", { name: "Netherlands" }).click();
  await expect(holidays.getByText("King's Day")).toBeVisible();

  const friday = page.getByRole("textbox", { name: "Hours on Friday" });
  await friday.fill("9-12:30, 13-15");
  await friday.press("Enter");
  await expect(friday).toHaveValue("9:00–12:30, 13:00–15:00");
  await friday.fill("9-8");
  await friday.press("Enter");
  await expect(page.getByRole("alert")).toContainText("Type hours like 9-17");

  const own = page.getByRole("region", { name: "Own days" });
  await own.getByLabel("Date").fill("2026-06-05");
  await own.getByRole("textbox", { name: "Name of the day off, or hours worked" }).fill("Company outing");
  await page.keyboard.press("Enter");
  await expect(own.getByText("Company outing")).toBeVisible();

  await page.getByRole("button", { name: "Change Calendar of Ghent" }).click();
  await page.getByRole("option", { name: "Delta" }).click();
  const { calendars, teams } = (await workspace.api.get("/catalogue")).catalogue;
  const [calendar] = calendars;
  expect(calendar).toMatchObject({ name: "Delta", holidays: "nl", closed_days: [{ date: "2026-06-05" }] });
  expect(calendar.hours.friday).toEqual([
    { from: 540, to: 750 },
    { from: 780, to: 900 },
  ]);
  await expect
    .poll(async () => (await workspace.api.get("/catalogue")).catalogue.teams.find(({ name }: { name: string }) => name === "Ghent").calendar)
    .toBe(calendar.id);
  expect(teams.length).toBeGreaterThan(0);
});

test("rates are pasted, costs entered, norms set on a stage", async ({ page, workspace, asOwner: _ }) => {
  await page.goto("/settings/rates");
  await page.getByRole("textbox", { name: "Paste rates, or choose a file" }).fill("date;currency;rate\n2026-02-27;USD;0,9213\n2026-02-28;GBP;1,15");
  await page.getByRole("button", { name: "Save 2 rates" }).click();
  const rates = page.getByRole("table", { name: "Exchange rates" });
  await expect(rates.getByRole("row").filter({ hasText: "USD" })).toContainText("0.9213");

  await workspace.api.post("/catalogue/sources", { name: "Fair", channel: "event" });
  await page.goto("/settings/costs");
  const form = page.getByRole("form", { name: "Enter costs" });
  await form.getByRole("combobox", { name: "Source" }).click();
  await page.getByRole("option", { name: "Fair", exact: true }).click();
  await form.getByRole("textbox", { name: "Amount" }).fill("2500");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("table", { name: "Costs" }).getByText("€2,500")).toBeVisible();

  await page.goto("/settings/pipelines");
  const stage = workspace.stages()[0] ?? "";
  await page.getByRole("button", { name: `Playbook of ${stage}` }).click();
  const norms = page.getByRole("region", { name: `Norms of ${stage}` });
  await norms.getByRole("button", { name: "Change Deals standing here" }).click();
  await page.keyboard.type("13");
  await page.keyboard.press("Enter");
  await norms.getByRole("button", { name: "Change Won of those that enter" }).click();
  await page.keyboard.type("25");
  await page.keyboard.press("Enter");
  await expect(norms.getByText("25%")).toBeVisible();
  const { pipelines } = (await workspace.api.get("/catalogue")).catalogue;
  expect(pipelines[0].stages[0].norm).toMatchObject({ deals: 13, close_rate: 0.25 });
});
