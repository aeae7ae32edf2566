import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call, get } from "@/api/http";
import { PATHS, saved } from "@/api/records";
import type { BoardMore, BoardReply, Deal, Id, MoveBody } from "@/api/types";

export function boardQuery(pipeline: Id, filter: readonly string[] | undefined) {
  return queryOptions({
    queryKey: ["board", pipeline, filter],
    queryFn: ({ signal }) =>
      get<BoardReply>("/board", { signal, query: { pipeline, filter, limit: 50 } }),
  });
}

/** Reads on in one column and adds the cards to the board that is shown. */
export function useMoreCards(pipeline: Id, filter: readonly string[] | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ stage, cursor }: { stage: Id; cursor: string }) =>
      get<BoardMore>(`/board/${stage}`, {
        query: { filter, after: cursor, limit: 50 },
      }),
    onSuccess: (more, { stage }) =>
      client.setQueryData(boardQuery(pipeline, filter).queryKey, (board) =>
        board
          ? {
              ...board,
              refs: { ...board.refs, ...more.refs },
              columns: board.columns.map((column) =>
                column.stage === stage
                  ? { ...column, cards: [...column.cards, ...more.cards], next: more.next }
                  : column,
              ),
            }
          : board,
      ),
  });
}

export interface Move {
  deal: Deal;
  stage: Id;
  after?: Id | null;
  before?: Id | null;
}

/** Takes a card out of its column and puts it where it was dropped; totals wait for the server. */
export function moved(board: BoardReply, { deal, stage, after, before }: Move): BoardReply {
  const card =
    board.columns.flatMap((column) => column.cards).find((one) => one.id === deal.id) ?? deal;
  const columns = board.columns.map((column) => {
    const cards = column.cards.filter((one) => one.id !== deal.id);
    if (column.stage !== stage) return { ...column, cards };
    const above = cards.findIndex((one) => one.id === after);
    const below = cards.findIndex((one) => one.id === before);
    const at = above >= 0 ? above + 1 : below >= 0 ? below : cards.length;
    cards.splice(at, 0, { ...card, stage });
    return { ...column, cards };
  });
  return { ...board, columns };
}

/** Moves a deal; the board shows it at once and goes back when the server says no. */
export function useMoveDeal() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ deal, stage, after, before }: Move) =>
      call<Deal>("POST", `${PATHS.deal}/${deal.id}/move`, {
        key: crypto.randomUUID(),
        body: {
          stage,
          from: deal.stage,
          above: after ?? null,
          below: before ?? null,
        } satisfies Partial<MoveBody>,
      }),
    onMutate: async (move) => {
      await client.cancelQueries({ queryKey: ["board"] });
      const boards = client.getQueriesData<BoardReply>({ queryKey: ["board"] });
      for (const [key, board] of boards) {
        if (board && "columns" in board) client.setQueryData(key, moved(board, move));
      }
      return { boards };
    },
    onError: (_error, _move, context) => {
      for (const [key, board] of context?.boards ?? []) client.setQueryData(key, board);
    },
    onSuccess: ({ data, seq }) => saved(client, "deal", data, seq),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["measure"], refetchType: "none" });
      return client.invalidateQueries({ queryKey: ["board"] });
    },
  });
}

/** Signs a result of the playbook, or takes the signature back. */
export function useMarkResult() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ deal, result, obtained }: { deal: Deal; result: Id; obtained: boolean }) =>
      call<Deal>("POST", `${PATHS.deal}/${deal.id}/results`, {
        key: crypto.randomUUID(),
        body: { result, obtained },
      }),
    onSuccess: ({ data, seq }) => saved(client, "deal", data, seq),
  });
}
