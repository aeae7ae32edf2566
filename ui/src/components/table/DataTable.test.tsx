import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { show } from "@/test/render";
import { DataTable } from "./DataTable";

const rows = Array.from({ length: 200 }, (_, at) => ({ id: `r${at}`, name: `Row ${at}` }));

function table(props: Partial<Parameters<typeof DataTable<(typeof rows)[0]>>[0]> = {}) {
  const onNavigate = vi.fn();
  show(
    <DataTable
      label="Things"
      columns={[{ id: "name", header: "Name", sort: "name", cell: (row) => row.name }]}
      rows={rows}
      rowId={(row) => row.id}
      rowHref={(row) => `/things/${row.id}`}
      compact={(row) => row.name}
      {...props}
    />,
    { onNavigate },
  );
  return onNavigate;
}

describe("a table", () => {
  it("draws only the rows in sight", () => {
    table();
    const drawn = screen.getAllByRole("row").length;
    expect(drawn).toBeGreaterThan(10);
    expect(drawn).toBeLessThan(60);
    expect(screen.getByRole("grid", { name: "Things" }).getAttribute("aria-rowcount")).toBe("201");
  });

  it("is walked with the arrow keys and opened with enter", async () => {
    const onNavigate = table();
    screen.getByRole("row", { name: "Row 0" }).focus();
    await userEvent.keyboard("{ArrowDown}");
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("Row 1"));
    await userEvent.keyboard("{Enter}");
    expect(onNavigate).toHaveBeenCalledWith("/things/r1");
  });

  it("turns the order round when its column is sorted on already", async () => {
    const onSort = vi.fn();
    table({ sort: "name", onSort });
    expect(screen.getByRole("columnheader").getAttribute("aria-sort")).toBe("ascending");
    await userEvent.click(screen.getByRole("button", { name: "Name" }));
    expect(onSort).toHaveBeenCalledWith("-name");
  });

  it("chooses rows with space and all at once", async () => {
    const onSelect = vi.fn();
    table({ selected: new Set<string>(), onSelect });
    screen.getByRole("row", { name: /Row 2$/ }).focus();
    await userEvent.keyboard(" ");
    expect(onSelect).toHaveBeenLastCalledWith(new Set(["r2"]));
    await userEvent.click(screen.getByRole("checkbox", { name: "Select all rows" }));
    expect(onSelect.mock.lastCall?.[0].size).toBe(200);
  });
});
