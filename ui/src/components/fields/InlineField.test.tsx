import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { show } from "@/test/render";
import { InlineField } from "./InlineField";

function field(onSave = vi.fn(async () => undefined)) {
  show(
    <InlineField
      field={{ name: "title", label: "Title", type: "text" }}
      value="Floors"
      shown="Floors"
      onSave={onSave}
      explain={(error) => (error as Error).message}
    />,
  );
  return onSave;
}

describe("a field that is edited in place", () => {
  it("saves with enter and gives the focus back", async () => {
    const onSave = field();
    await userEvent.click(screen.getByRole("button", { name: "Change Title" }));
    await userEvent.clear(screen.getByRole("textbox", { name: "Title" }));
    await userEvent.type(screen.getByRole("textbox", { name: "Title" }), "Walls{Enter}");
    expect(onSave).toHaveBeenCalledWith("Walls");
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Change Title" }));
  });

  it("leaves everything as it was with escape", async () => {
    const onSave = field();
    await userEvent.click(screen.getByRole("button", { name: "Change Title" }));
    await userEvent.type(screen.getByRole("textbox", { name: "Title" }), "x{Escape}");
    expect(onSave).not.toHaveBeenCalled();
    expect(screen.getByText("Floors")).toBeTruthy();
  });

  it("keeps what was typed when it is refused, and says why", async () => {
    field(vi.fn(() => Promise.reject(new Error("Too long"))));
    await userEvent.click(screen.getByRole("button", { name: "Change Title" }));
    await userEvent.type(screen.getByRole("textbox", { name: "Title" }), "!{Enter}");
    expect(await screen.findByText("Too long")).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Title" }).value).toBe("Floors!");
  });

  it("asks nothing of the server when nothing changed", async () => {
    const onSave = field();
    await userEvent.click(screen.getByRole("button", { name: "Change Title" }));
    await userEvent.keyboard("{Enter}");
    expect(onSave).not.toHaveBeenCalled();
  });
});
