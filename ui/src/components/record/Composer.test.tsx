import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { show } from "@/test/render";
import { Composer } from "./Composer";

describe("the composer", () => {
  it("logs a call in two taps on the page", async () => {
    const onSend = vi.fn(async () => undefined);
    show(<Composer outcomes={[]} onSend={onSend} />);
    await userEvent.click(screen.getByRole("radio", { name: "Call" }));
    await userEvent.click(screen.getByRole("button", { name: "Log call" }));
    expect(onSend).toHaveBeenCalledWith({
      kind: "call",
      text: "",
      planned: false,
      at: null,
      outcome: null,
    });
  });

  it("saves no empty note", () => {
    show(<Composer outcomes={[]} onSend={async () => undefined} />);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Save note" }).disabled).toBe(
      true,
    );
  });

  it("keeps what was typed when sending fails", async () => {
    show(<Composer outcomes={[]} onSend={() => Promise.reject(new Error("away"))} />);
    const box = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Note" });
    await userEvent.type(box, "Spoke with Jan");
    await userEvent.click(screen.getByRole("button", { name: "Save note" }));
    expect(box.value).toBe("Spoke with Jan");
  });

  it("plans only with a date", async () => {
    show(<Composer outcomes={[]} onSend={async () => undefined} />);
    await userEvent.click(screen.getByRole("radio", { name: "Task" }));
    await userEvent.type(screen.getByRole("textbox", { name: "Task" }), "Call back");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Plan" }).disabled).toBe(true);
  });
});
