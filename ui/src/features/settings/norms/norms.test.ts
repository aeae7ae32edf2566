import { describe, expect, it } from "vitest";
import { hoursText, readHours } from "./hours";
import { readNumber, readTarget, typedTarget } from "./numbers";
import { periodName, startsOf } from "./periods";
import { readRates } from "./rates";

describe("hours", () => {
  it.each([
    ["9-17", "9:00–17:00"],
    ["8.30-12, 13-17:30", "8:30–12:00, 13:00–17:30"],
    ["0-24", "0:00–24:00"],
    ["", ""],
  ])("%j are read", (typed, shown) => {
    expect(hoursText(readHours(typed) ?? [{ from: 0, to: 1 }])).toBe(shown);
  });

  it.each(["9", "17-9", "9-25", "9-12, 11-17", "9-12-17", "nine", "9:70-12"])(
    "%j are no hours",
    (typed) => {
      expect(readHours(typed)).toBeNull();
    },
  );
});

describe("numbers", () => {
  it.each([
    ["12.400,50", "nl", 12_400.5],
    ["12,400.50", "en", 12_400.5],
    ["120k", "nl", 120_000],
    ["1,5m", "nl", 1_500_000],
    ["25%", "en", 25],
    ["€ 1.000", "nl", 1_000],
    ["", "nl", null],
    ["veel", "nl", null],
    ["1-2", "nl", null],
  ])("%j in %s", (typed, locale, expected) => {
    expect(readNumber(typed, locale)).toBe(expected);
  });

  it("stand for money, counts and shares, there and back", () => {
    expect(readTarget("12.400", "won_value", "EUR", "nl")).toEqual({
      amount: 1_240_000,
      currency: "EUR",
    });
    expect(readTarget("27,5", "win_rate", "EUR", "nl")).toBe(0.275);
    expect(readTarget("12", "touches", "EUR", "nl")).toBe(12);
    expect(typedTarget({ amount: 1_240_000, currency: "EUR" }, "won_value", "nl")).toBe("12.400");
    expect(typedTarget(0.275, "win_rate", "nl")).toBe("27,5%");
  });
});

describe("periods", () => {
  it("begin where months, quarters and years begin", () => {
    expect(startsOf("quarter", 2026)).toEqual([
      "2026-01-01",
      "2026-04-01",
      "2026-07-01",
      "2026-10-01",
    ]);
    expect(startsOf("month", 2026)).toHaveLength(12);
    expect(startsOf("year", 2026)).toEqual(["2026-01-01"]);
    expect(periodName("quarter", "2026-10-01", "en")).toBe("Q4");
    expect(periodName("month", "2026-05-01", "nl")).toBe("mei");
  });
});

describe("rates", () => {
  it("are read from any separator, order and date", () => {
    const text = 'date;currency;rate\n2026-02-27;USD;0,9213\n28-2-2026;"GBP";1,15\n\nonzin\n';
    expect(readRates(text, false)).toEqual({
      items: [
        { currency: "USD", date: "2026-02-27", rate: "0.9213" },
        { currency: "GBP", date: "2026-02-28", rate: "1.15" },
      ],
      wrong: [5],
    });
    expect(readRates("USD 2026-02-27 0.92\nUSD\t2026-02-27\t.95", false).items).toEqual([
      { currency: "USD", date: "2026-02-27", rate: "0.95" },
    ]);
    expect(readRates("USD,2026-02-27,1.25", true).items[0]?.rate).toBe("0.8");
    expect(readRates("USD 2026-02-27 0", false).wrong).toEqual([1]);
  });
});
