import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { Server } from "./support/server.ts";
import { test as base, expect } from "./support/test.ts";
import { logIn } from "./support/workspace.ts";

const PASSWORD = "demo-trechter";
const MANAGER = { email: "marieke@zonneveld.example", password: PASSWORD };

/** The demo company, with three years behind it and what is planted in it. */
const test = base.extend<object, { demo: Server }>({
  demo: [
    async ({}, use) => {
      const demo = await Server.demo(800);
      await use(demo);
      await demo.remove();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  baseURL: async ({ demo }, use) => use(demo.url),
});

test.describe.configure({ timeout: 120_000 });

async function enter(page: Page, who: typeof MANAGER, language: "en" | "nl"): Promise<void> {
  await logIn(page, who);
  await page.evaluate((language) => localStorage.setItem("trechter.language", language), language);
  // The first question after a start waits until the server has read all that happened.
  await asked(page, "measure/dashboard");
}

/** What the API itself says, in this browser's session. */
async function asked(page: Page, path: string): Promise<any> {
  return page.evaluate(async (path) => (await fetch(`/api/v1/${path}`)).json(), path);
}

const YEAR = "period=last-12-months";

const written = (value: any): string => (typeof value === "string" ? value : String(Object.values(value)[0]));

/** How many records are behind a figure, asked by its own handle. */
async function behind(page: Page, figure: any, more: string): Promise<number> {
  const { metric, part, row = [] } = figure.explain;
  const query = new URLSearchParams({ metric });
  if (part) query.set("part", part);
  for (const value of row) query.append("row", written(value));
  return (await asked(page, `measure/explain?${query}&${more}`)).count;
}

async function idOf(page: Page, name: string): Promise<string> {
  const { catalogue } = await asked(page, "catalogue");
  return catalogue.members.find((member: any) => member.name === name).id;
}

test("the planted leak is the first, held against the rest, and opens to its deals", async ({ page }) => {
  await enter(page, MANAGER, "en");
  await page.goto("/steer?period=last-quarter");
  await page.getByRole("link", { name: "Leaks" }).click();
  await expect(page).toHaveURL(/\/steer\/leaks\?period=last-quarter/);
  const first = page.getByRole("list", { name: "What leaks" }).getByRole("listitem").first();
  await expect(first.getByRole("heading")).toContainText("Offerte, Product: Bedrijfsbatterij");
  await expect(first.getByText(/Chance alone makes such a difference/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "May be chance" })).toBeVisible();
  await expectAccessible(page);

  const { found } = await asked(page, "measure/leaks");
  const { rate, rest } = found[0].leak;
  for (const [button, figure] of [
    [first.getByRole("button", { name: /^Product: Bedrijfsbatterij/ }), rate],
    [first.getByRole("button", { name: /^The rest/ }), rest],
  ] as const) {
    await button.click();
    const panel = page.getByRole("dialog");
    await expect(panel.getByRole("heading", { name: new RegExp(`: ${figure.n} records$`) })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(panel).toHaveCount(0);
  }
});

test("every number of the leaks counts exactly its records", async ({ page }) => {
  test.setTimeout(120_000);
  await enter(page, MANAGER, "en");
  const { found, may_be_chance } = await asked(page, "measure/leaks");
  const shown = [...found.flatMap((row: any) => [row.leak, ...row.also]), ...may_be_chance.slice(0, 10)];
  for (const { rate, rest, difference, recoverable } of shown) {
    for (const figure of [rate, rest, difference, recoverable]) {
      expect(await behind(page, figure, ""), JSON.stringify(figure.explain)).toBe(figure.n);
    }
  }
});

test("what may be chance unfolds by keyboard", async ({ page }) => {
  await enter(page, MANAGER, "en");
  await page.goto("/steer/leaks");
  const table = page.getByRole("region", { name: "May be chance" }).getByRole("table");
  const fold = table.getByRole("rowheader").getByRole("button").first();
  await fold.focus();
  await page.keyboard.press("Enter");
  await expect(fold).toHaveAttribute("aria-expanded", "true");
  await expect(table.getByText(/about 1 in/)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(fold).toHaveAttribute("aria-expanded", "false");
});

test("a leak becomes a note for coaching on somebody's list", async ({ page }) => {
  await enter(page, MANAGER, "en");
  const joost = await idOf(page, "Joost Hendriks");
  await page.goto("/steer/leaks");
  await page.getByRole("button", { name: "Note for coaching" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Note for coaching" });
  await expect(dialog.getByLabel("What")).toHaveValue(/Leak: Offerte, Product: Bedrijfsbatterij/);
  await expectAccessible(page);
  await dialog.getByRole("combobox", { name: "On whose list" }).fill("Joost");
  await page.getByRole("option", { name: "Joost Hendriks" }).click();
  await dialog.getByLabel("By").fill("2099-03-02");
  await dialog.getByRole("button", { name: "Put on Joost Hendriks's list" }).click();
  await expect(dialog).toHaveCount(0);
  const { items } = await asked(page, `activities?filter=owner:eq:${joost}&sort=-created_at&limit=5`);
  const note = items.find((one: any) => one.subject.startsWith("Leak: Offerte"));
  expect([note.kind, note.status]).toEqual(["task", "planned"]);
  expect(note.body).toContain("To recover");
});

test("the slow seller shows, the lucky newcomer is not praised, and who left keeps the row", async ({ page }) => {
  await enter(page, MANAGER, "en");
  await page.goto("/steer/people");
  await expect(page.getByRole("heading", { name: "Joost Hendriks answers later than the team" })).toBeVisible();
  const table = page.getByRole("region", { name: "The numbers of everybody" }).getByRole("table");
  const rows = table.getByRole("rowheader");
  await expect(rows.filter({ hasText: "Thibault Lemmens" })).toContainText("not told apart from the team");
  await expect(rows.filter({ hasText: "Karel Dijkstra (left)" })).toBeVisible();
  await expectAccessible(page);

  const sort = table.getByRole("button", { name: "Lead to customer", exact: true });
  await sort.focus();
  await page.keyboard.press("Enter");
  await expect(table.getByRole("columnheader", { name: "Lead to customer" })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
  // The first row is the team's; two wins out of two leads come last, not first.
  await expect(rows.last()).toContainText("Thibault Lemmens");
});

test("every number of the people counts exactly its records", async ({ page }) => {
  test.setTimeout(120_000);
  await enter(page, MANAGER, "en");
  const { people, team, team_conversion } = await asked(page, `measure/people?${YEAR}`);
  for (const { who, figures, conversion, shrunk, same_mix } of people) {
    for (const figure of [...figures, conversion, shrunk, same_mix]) {
      const count = await behind(page, figure, `${YEAR}&by=owner`);
      expect(count, `${figure.metric} of ${written(who)}`).toBe(figure.n);
      if (figure.unit === "count") expect(count).toBe(figure.value);
    }
  }
  for (const figure of [...team, team_conversion]) {
    expect(await behind(page, figure, YEAR), `${figure.metric} of the team`).toBe(figure.n);
  }

  await page.goto("/steer/people");
  const won = people[0].figures.find((figure: any) => figure.metric === "won_count");
  await page.getByRole("button", { name: /^Bram Kuipers, Won deals: / }).click();
  const panel = page.getByRole("dialog", { name: "Won deals, Bram Kuipers" });
  const bram = await idOf(page, "Bram Kuipers");
  const his = people.find((person: any) => written(person.who) === bram);
  const wins = his.figures.find((figure: any) => figure.metric === won.metric).n;
  await expect(panel.getByRole("heading", { name: new RegExp(`: ${wins} records?$`) })).toBeVisible();
  const listed = panel.getByRole("region", { name: "What is behind it" }).getByRole("listitem");
  await expect(listed).toHaveCount(wins);
});
