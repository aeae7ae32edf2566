import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import type { Money } from "@/i18n/format";
import { show } from "@/test/render";
import { MoneyInput } from "./MoneyInput";

let last: Money | null = null;

function Held({ start }: { start: Money | null }) {
  const [value, setValue] = useState(start);
  last = value;
  return <MoneyInput aria-label="Value" value={value} onChange={setValue} currency="EUR" />;
}

async function typed(text: string): Promise<Money | null> {
  show(<Held start={null} />);
  const input = screen.getByRole("textbox", { name: "Value" });
  await userEvent.clear(input);
  await userEvent.type(input, text);
  return last;
}

describe("an amount", () => {
  it.each([
    ["12500", 1_250_000],
    ["13750.50", 1_375_050],
    ["12.05", 1_205],
    ["0.1", 10],
  ])("%s is kept in cents", async (text, amount) => {
    expect(await typed(text)).toEqual({ amount, currency: "EUR" });
  });
  it("can be emptied", async () => {
    show(<Held start={{ amount: 100, currency: "EUR" }} />);
    await userEvent.clear(screen.getByRole("textbox", { name: "Value" }));
    expect(last).toBeNull();
  });
});
