import { Menu } from "@mantine/core";
import { QueryClient } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Suspense } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { meQuery } from "@/api/session";
import { ConfirmProvider } from "@/components/Confirm";
import { show } from "@/test/render";
import { ErasePerson } from "./ErasePerson";

function shown(role: string, sees: string) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  client.setQueryData(meQuery.queryKey, { member: { id: "m1", role, sees } } as never);
  return show(
    <Suspense>
      <ConfirmProvider>
        <Menu opened>
          <Menu.Dropdown>
            <ErasePerson kind="contact" id="c1" title="Ann Maes" />
            <Menu.Item>Other</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </ConfirmProvider>
    </Suspense>,
    { client },
  );
}

describe("erasing a person", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("is offered to those who see all records only", async () => {
    shown("manager", "team");
    await screen.findByText("Other");
    expect(screen.queryByText("Erase person…")).toBeNull();
  });

  it("says what will happen, and happens after a yes", async () => {
    const sent: string[] = [];
    vi.stubGlobal("fetch", async (input: Request | string) => {
      sent.push(typeof input === "string" ? input : input.url);
      return new Response(JSON.stringify({ persons: ["c1"], blanked: ["c1"] }), {
        headers: { "content-type": "application/json", "trechter-seq": "9" },
      });
    });
    shown("owner", "own");
    await userEvent.click(await screen.findByText("Erase person…"));
    await screen.findByText(/the numbers do not change/);
    expect(sent).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Erase for ever" }));
    await waitFor(() => expect(sent.some((url) => url.includes("/contacts/c1/erase"))).toBe(true));
  });
});
