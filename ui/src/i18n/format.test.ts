import { expect, it } from "vitest";
import { createFormat, localeFor } from "./format";

const now = () => new Date("2026-11-21T10:00:00Z");
const space = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
const nl = createFormat("nl-NL", "Europe/Amsterdam", now);
const en = createFormat("en-GB", "Europe/Amsterdam", now);

it("writes whole amounts without cents and others with", () => {
  expect(space(nl.money({ amount: 1_240_000, currency: "EUR" }))).toBe("€ 12.400");
  expect(space(nl.money({ amount: 1_250, currency: "EUR" }))).toBe("€ 12,50");
  expect(space(en.money({ amount: 1_240_000, currency: "EUR" }))).toBe("€12,400");
  expect(space(en.money({ amount: 500, currency: "JPY" }))).toBe("JP¥500");
});

it("takes the calendar day of the workspace, not of UTC", () => {
  expect(nl.dayOf("2026-11-20T23:30:00Z")).toBe("2026-11-21");
  expect(createFormat("nl", "America/New_York", now).dayOf("2026-11-21T03:00:00Z")).toBe(
    "2026-11-20",
  );
});

it("names days near today and leaves this year's number out", () => {
  expect(nl.relativeDay("2026-11-21")).toBe("vandaag");
  expect(nl.relativeDay("2026-11-22")).toBe("morgen");
  expect(en.relativeDay("2026-11-18")).toBe("3 days ago");
  expect(en.date("2026-11-03")).toBe("3 Nov");
  expect(en.date("2025-11-03")).toBe("3 Nov 2025");
});

it("keeps the country the browser asks for", () => {
  expect(localeFor("nl", ["en-US", "nl-BE"])).toBe("nl-BE");
  expect(localeFor("nl", ["en-US"])).toBe("nl");
});
