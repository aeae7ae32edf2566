import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Linked } from "./Linked";

describe("a record that another one points at", () => {
  const refs = {
    c1: { kind: "company", title: "Smits", hidden: false },
    c2: { kind: "company", title: "", hidden: true },
  } as const;

  it("is a link with its name, or words when it is not the reader's to open", () => {
    render(
      <MantineProvider>
        <Linked id="c1" refs={refs} />
        <Linked id="c2" refs={refs} />
      </MantineProvider>,
    );
    const links = screen.getAllByRole("link").map((one) => one.getAttribute("href"));
    expect(links).toEqual(["/companies/c1"]);
    expect(screen.getByText("Smits").tagName).toBe("A");
    expect(screen.getByText("a record you cannot open").tagName).toBe("SPAN");
  });
});
