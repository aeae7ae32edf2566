import { expectAccessible } from "./support/accessible.ts";
import { asked, enter, expect, expectAllOpen, expectCounted, test } from "./support/demo.ts";

const YEAR = "period=last-12-months";

test.describe.configure({ timeout: 120_000 });
test.beforeEach(async ({ page }) => enter(page, "en"));

test("the old address of the stages leads to the funnel, with the same question", async ({ page }) => {
  await page.goto(`/steer/stages?${YEAR}`);
  await expect(page).toHaveURL(/\/steer\/funnel\?period=last-12-months/);
});

test("every party stands in one phase, drawn to scale", async ({ page }) => {
  await page.goto(`/steer/funnel?${YEAR}`);
  const { phases } = await asked(page, `funnel?${YEAR}`);
  const section = page.getByRole("region", { name: "All parties by phase", exact: true });
  const bars = section.getByRole("listitem").getByRole("button");
  await expect(bars).toHaveCount(phases.length);
  const of = (phase: string) => phases.find((one: any) => one.phase === phase).parties.value;
  await expect(bars.filter({ hasText: /^Suspect/ })).toContainText(String(of("suspect")));
  const width = (text: RegExp) =>
    bars
      .filter({ hasText: text })
      .evaluate((one) => one.querySelector<HTMLElement>("span > span")?.getBoundingClientRect().width ?? 0);
  expect((await width(/^Customer/)) / (await width(/^Lost/))).toBeCloseTo(of("customer") / of("lost"), 1);
  await expectAccessible(page);
});

test("a pipeline as it was reached and as it stands, and each bar opens its deals", async ({ page }) => {
  await page.goto(`/steer?${YEAR}`);
  await page.getByRole("link", { name: "Funnel", exact: true }).last().click();
  await expect(page).toHaveURL(/\/steer\/funnel\?period=last-12-months/);
  const { stages } = await asked(page, `stages?${YEAR}`);
  const figure = (stage: any, metric: string) => stage.figures.find((one: any) => one.metric === metric);
  for (const [name, metric] of [
    ["Reached in the period", "stage_entrants"],
    ["Standing there now", "stage_standing"],
  ] as const) {
    const chart = page.getByRole("region", { name });
    const bars = chart.getByRole("button").filter({ hasNotText: "went on" });
    await expect(bars).toHaveCount(stages.length);
    const longest = Math.max(...stages.map((stage: any) => figure(stage, metric).value));
    const lengths = await bars.evaluateAll((all) =>
      all.map((one) => one.querySelector<HTMLElement>("span > span")?.getBoundingClientRect().width ?? 0),
    );
    for (const [at, stage] of stages.entries()) {
      expect((lengths[at] ?? 0) / Math.max(...lengths)).toBeCloseTo(figure(stage, metric).value / longest, 1);
      await expect(bars.nth(at)).toContainText(String(figure(stage, metric).value));
    }
  }
});

test("what is needed stands there as a sum, with its verdict", async ({ page }) => {
  await page.goto("/steer/funnel?period=this-quarter");
  const { stages } = await asked(page, "benchmark?period=this-quarter");
  const table = page.getByRole("region", { name: "The four numbers of each stage against the benchmark" });
  await expect(table.getByRole("row").filter({ hasText: "Whole pipeline" })).toBeVisible();
  const short = stages.flatMap((stage: any) =>
    stage.numbers.flatMap(({ figure, against }: any) =>
      against
        .filter((one: any) => one.comparison.more_needed > 0)
        .map((one: any) => [figure.value, one.comparison.more_needed]),
    ),
  );
  expect(short.length).toBeGreaterThan(0);
  for (const [now, needed] of short) {
    await expect(table.getByText(`${now + needed} − ${now} = ${needed} more needed`).first()).toBeVisible();
  }
});

test("every number of the funnel has exactly its records, and opens", async ({ page }) => {
  const { phases, steps } = await asked(page, `funnel?${YEAR}`);
  const parties = phases.map((one: any) => one.parties);
  await expectCounted(page, YEAR, [...parties, ...steps.map((one: any) => one.conversion)]);
  const { stages, whole, pipeline } = await asked(page, `stages?${YEAR}`);
  await expectCounted(page, YEAR, stages.flatMap((one: any) => one.figures));
  await expectCounted(page, `${YEAR}&filter=pipeline:${pipeline}`, whole);
  const lost = `${YEAR}&filter=pipeline:${pipeline}&by=stage&by=loss_reason`;
  const { rows } = await asked(page, `losses?${lost}`);
  await expectCounted(page, lost, rows.flatMap((one: any) => [one.count, one.value]));

  await page.goto(`/steer/funnel?${YEAR}`);
  for (const name of ["All parties by phase", "Against the benchmark", "Lost, by stage and reason"]) {
    await expect(page.getByRole("region", { name, exact: true })).toBeVisible({ timeout: 30_000 });
  }
  await expectAllOpen(page, 60, 12);
});

test("by keyboard: a bar is reached, opened and left", async ({ page }) => {
  await page.goto(`/steer/funnel?${YEAR}`);
  const bar = page.getByRole("region", { name: "Standing there now" }).getByRole("button").first();
  await bar.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(bar).toBeFocused();
});

test("in Dutch on a phone, as of a day in the past", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await enter(page, "nl");
  const day = new Date(Date.now() - 90 * 86_400_000).toISOString().slice(0, 10);
  await page.goto(`/steer/funnel?${YEAR}&as_of=${day}`);
  await expect(page.getByRole("status").filter({ hasText: "Je ziet het verleden" })).toBeVisible();
  const { stages } = await asked(page, `stages?${YEAR}&as_of=${day}`);
  const standing = stages[0].figures.find((one: any) => one.metric === "stage_standing");
  const chart = page.getByRole("region", { name: "Staat er nu" });
  await expect(chart.getByRole("button").first()).toContainText(String(standing.value));
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await expectAccessible(page);
});
