import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/test.ts";
import { logIn } from "./support/workspace.ts";

test.describe.configure({ mode: "serial" });

const column = (page: Page, stage: string) => page.getByRole("region", { name: stage, exact: true });
const card = (page: Page, title: string) => page.locator("[data-card]").filter({ hasText: title });
/** Cards of a column from top to bottom. */
const titles = (page: Page, stage: string) => column(page, stage).getByRole("listitem").getByRole("link");

test("shows open deals by stage, with count and value over all of them", { tag: "@engines" }, async ({ page, workspace, asOwner: _ }) => {
  await workspace.deal("Two ovens", { stage: "Suspect", euros: 8_000 });
  await workspace.deal("One mixer", { stage: "Suspect", euros: 4_000 });
  await workspace.deal("Cold room", { stage: "Offer", euros: 20_000 });

  await page.goto("/board");
  await expect(column(page, "Suspect")).toContainText("2 deals");
  await expect(column(page, "Suspect")).toContainText("€12,000");
  await expect(titles(page, "Offer")).toHaveText(["Cold room"]);
  await expectAccessible(page);
});

test("a card is dragged with the mouse and stays where it was put", { tag: "@engines" }, async ({ page, asOwner: _ }) => {
  await page.goto("/board");
  const from = await card(page, "Two ovens").boundingBox();
  const to = await card(page, "Cold room").boundingBox();
  if (!from || !to) throw new Error("the cards are not on the screen");

  await page.mouse.move(from.x + 40, from.y + from.height - 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + from.height, { steps: 4 });
  await page.mouse.move(to.x + 40, to.y + to.height - 4, { steps: 10 });
  await page.mouse.up();

  await expect(titles(page, "Offer")).toHaveText(["Cold room", "Two ovens"]);
  await expect(page.getByText("Moved to Offer")).toBeVisible();
  await page.reload();
  await expect(titles(page, "Offer")).toHaveText(["Cold room", "Two ovens"]);
  await expect(column(page, "Offer")).toContainText("€28,000");
  
});

test("a card is moved with the keyboard, and the screen reader hears it", async ({ page, asOwner: _ }) => {
  await page.goto("/board");
  await page.getByRole("button", { name: "Pick up One mixer" }).focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("status").filter({ hasText: "One mixer picked up." })).toBeAttached();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("status").filter({ hasText: "Over Prospect." })).toBeAttached();
  await page.keyboard.press("Space");

  await expect(titles(page, "Prospect")).toHaveText(["One mixer"]);
  await expect(page.getByRole("button", { name: "Pick up One mixer" })).toBeFocused();
});

test("a card is moved through its menu, and back with undo", async ({ page, asOwner: _ }) => {
  await page.goto("/board");
  await card(page, "One mixer").hover();
  await page.getByRole("button", { name: "Move One mixer to another column" }).click();
  await page.getByRole("menuitem", { name: "Closing" }).click();
  await expect(titles(page, "Closing")).toHaveText(["One mixer"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(titles(page, "Prospect")).toHaveText(["One mixer"]);
});

test("another browser sees a move within a second", { tag: "@engines" }, async ({ page, browser, workspace, server, asOwner: _ }) => {
  const deal = await workspace.deal("Bread slicer", { stage: "Selection" });
  const other = await (await browser.newContext({ baseURL: server.url, locale: "en-GB" })).newPage();
  await logIn(other);
  for (const one of [page, other]) {
    await one.goto("/board");
    await expect(card(one, "Bread slicer")).toBeVisible();
  }
  await card(page, "Bread slicer").hover();
  await page.getByRole("button", { name: "Move Bread slicer to another column" }).click();
  await page.getByRole("menuitem", { name: "Closing" }).click();
  await expect(titles(other, "Closing")).toHaveText(["Bread slicer"], { timeout: 1_500 });
  expect((await workspace.again(deal, "deals")).stage).toBe(workspace.stage("Closing").id);
  await other.context().close();
});

test("filters stand in the address", async ({ page, asOwner: _ }) => {
  await page.goto("/board?filter=value:gte:1000000");
  await expect(page.getByRole("button", { name: /^Value ≥ / })).toBeVisible();
  await expect(card(page, "Cold room")).toBeVisible();
  await expect(card(page, "One mixer")).toHaveCount(0);
  await page.getByRole("button", { name: /^Remove filter: Value/ }).click();
  await expect(card(page, "One mixer")).toBeVisible();
  await expect(page).toHaveURL(/\/board$/);
});

test("on a phone one stage at a time, dragging included", async ({ browser, server, workspace: _ }) => {
  const context = await browser.newContext({
    baseURL: server.url,
    locale: "en-GB",
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await logIn(page);
  await page.goto("/board");
  await expect(page.getByRole("navigation", { name: "Main navigation" })).toBeVisible();
  await page.getByRole("tab", { name: /Offer/ }).tap();
  await expect(titles(page, "Offer")).toHaveText(["Cold room", "Two ovens"]);
  await expect(column(page, "Prospect")).toHaveCount(0);
  await expectAccessible(page);

  // A finger rests on the lower card, then carries it above the other.
  const held = await card(page, "Two ovens").boundingBox();
  const above = await card(page, "Cold room").boundingBox();
  if (!held || !above) throw new Error("the cards are not on the screen");
  const touch = await context.newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", y?: number) =>
    touch.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: y === undefined ? [] : [{ x: held.x + 60, y }],
    });
  await send("touchStart", held.y + 50);
  await expect(card(page, "Two ovens").first()).toHaveAttribute("data-held");
  for (let step = 1; step <= 8; step += 1) {
    await send("touchMove", held.y + 50 + ((above.y + 4 - held.y - 50) * step) / 8);
  }
  await send("touchEnd");
  await expect(titles(page, "Offer")).toHaveText(["Two ovens", "Cold room"]);
  await context.close();
});
