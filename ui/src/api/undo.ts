import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "./http";

/** Takes back what a write did, unless somebody changed the same fields since. */
export function useUndo() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (seq: number) => call<unknown>("POST", "/undo", { body: { seqs: [seq] } }),
    onSuccess: () => client.invalidateQueries(),
  });
}
