import { describe, expect, it } from "vitest";
import type { BoardReply, Deal } from "@/api/types";
import { moved } from "./api";

const card = (id: string, stage: string) => ({ id, stage }) as Deal;
const board = {
  columns: [
    { stage: "offer", cards: [card("a", "offer"), card("b", "offer"), card("c", "offer")] },
    { stage: "closing", cards: [card("d", "closing")] },
  ],
} as BoardReply;

function columnsAfter(move: Omit<Parameters<typeof moved>[1], "deal">, id: string) {
  const next = moved(board, { deal: card(id, "offer"), ...move });
  return next.columns.map((column) => column.cards.map((one) => one.id).join(""));
}

describe("a move on the board that is shown", () => {
  it("puts the card after its new neighbour", () => {
    expect(columnsAfter({ stage: "closing", after: "d", before: null }, "a")).toEqual(["bc", "da"]);
  });
  it("puts it before the first card", () => {
    expect(columnsAfter({ stage: "closing", after: null, before: "d" }, "b")).toEqual(["ac", "bd"]);
  });
  it("orders within a column", () => {
    expect(columnsAfter({ stage: "offer", after: "b", before: "c" }, "a")).toEqual(["bac", "d"]);
  });
  it("leaves the board it came from alone", () => {
    columnsAfter({ stage: "closing" }, "a");
    expect(board.columns[0]?.cards).toHaveLength(3);
  });
});
