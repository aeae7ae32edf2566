import { defineConfig, devices } from "@playwright/test";
import { chromium } from "./support/chromium.ts";
import type { Options } from "./support/test.ts";

/** Tests with this tag are main flows: they run on every engine that is there. */
const EVERY_ENGINE = /@engines/;

export default defineConfig<object, Options>({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "results",
  // One server at a time on two cores; a test that passes at its second attempt is a broken test.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 30_000,
  expect: { timeout: 5_000 },
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    locale: "en-GB",
    timezoneId: "Europe/Brussels",
    reducedMotion: "reduce",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: chromium(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "sqlite", use: { engine: "sqlite" } },
    ...(process.env.TRECHTER_TEST_POSTGRES
      ? [{ name: "postgres", grep: EVERY_ENGINE, use: { engine: "postgres" as const } }]
      : []),
  ],
});
