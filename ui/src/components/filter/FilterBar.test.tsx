import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { show } from "@/test/render";
import type { Field } from "../fields/types";
import { FilterBar } from "./FilterBar";
import { parseFilter, writeFilter } from "./filter";

const fields: Field[] = [
  {
    name: "status",
    label: "Status",
    type: "choice",
    options: [
      { value: "open", label: "Open" },
      { value: "won", label: "Won" },
    ],
  },
  { name: "title", label: "Title", type: "text" },
];

describe("a filter in the URL", () => {
  it.each(["status:in:open,won", "q:has:a:b", "custom.region:eq:zuid"])("%s survives", (text) => {
    const filter = parseFilter(text);
    expect(filter && writeFilter(filter)).toBe(text);
  });
  it("is nothing when it is not one", () => {
    expect(parseFilter("status:maybe:open")).toBeNull();
  });
});

describe("the filter bar", () => {
  it("says each filter in words and takes it away", async () => {
    const onChange = vi.fn();
    show(
      <FilterBar
        fields={fields}
        value={["status:in:open,won", "title:has:x"]}
        currency="EUR"
        onChange={onChange}
      />,
    );
    expect(screen.getByRole("button", { name: "Status: Open, Won" })).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: /Remove filter: Status/ }));
    expect(onChange).toHaveBeenCalledWith(["title:has:x"]);
  });

  it("adds one", async () => {
    const onChange = vi.fn();
    show(<FilterBar fields={fields} value={[]} currency="EUR" onChange={onChange} />);
    await userEvent.click(screen.getByRole("button", { name: "Filter" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Title" }));
    await userEvent.type(await screen.findByRole("textbox", { name: "Title" }), "floor{Enter}");
    expect(onChange).toHaveBeenCalledWith(["title:has:floor"]);
  });

  it.each([
    ["EUR", "250000", "€2,500", "5000", "value:gte:500000"],
    ["JPY", "2500", "¥2,500", "5000", "value:gte:5000"],
  ])("compares amounts in %s as it is counted", async (currency, minor, shown, typed, filter) => {
    const onChange = vi.fn();
    const value: Field = { name: "value", label: "Value", type: "money" };
    const draw = (filters: string[]) => (
      <FilterBar fields={[value]} value={filters} currency={currency} onChange={onChange} />
    );
    const { unmount } = show(draw([`value:gte:${minor}`]));
    expect(
      screen.getByRole("button", {
        name: (name) => name.includes(shown) && !name.startsWith("Remove"),
      }),
    ).toBeTruthy();
    unmount();
    show(draw([]));
    await userEvent.click(screen.getByRole("button", { name: "Filter" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Value" }));
    await userEvent.type(await screen.findByRole("textbox", { name: "Value" }), `${typed}{Enter}`);
    expect(onChange).toHaveBeenCalledWith([filter]);
  });
});
