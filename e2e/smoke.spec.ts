import { expect, test } from "./support/test.ts";

test("the program is alive, ready and serves the browser app", { tag: "@engines" }, async ({ page, request }) => {
  expect((await request.get("/healthz")).status()).toBe(200);
  expect((await request.get("/readyz")).status()).toBe(200);

  await page.goto("/");
  await expect(page).toHaveTitle(/Trechter/);
});

test("unknown addresses: pages get the app, files and API calls get 404", async ({ request }) => {
  const page = await request.get("/no/such/page");
  expect(page.status()).toBe(200);
  expect(page.headers()["content-type"]).toContain("text/html");

  expect((await request.get("/assets/no-such-file.js")).status()).toBe(404);

  const call = await request.get("/api/v1/no-such-thing");
  expect(call.status()).toBe(404);
  expect(call.headers()["content-type"]).toContain("application/problem+json");
});

test("a deal is still there after a restart", { tag: "@engines" }, async ({ server, workspace }) => {
  const company = await workspace.company("Bakkerij Claes");
  const deal = await workspace.deal("Three ovens", { stage: "Suspect", euros: 12_400, company: company.id });
  const moved = await workspace.move(deal, "Prospect");

  await server.restart("SIGKILL");
  expect(await workspace.again(deal, "deals")).toEqual(moved);

  await server.restart();
  expect(await workspace.again(deal, "deals")).toEqual(moved);
});
