import { useMutation, useQueryClient } from "@tanstack/react-query";
import { catalogueQuery } from "@/api/catalogue";
import { call } from "@/api/http";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

interface ItemOf {
  targets: Schemas["TargetItem"];
  "exchange-rates": Schemas["RateItem"];
}

const AT_ONCE = 1_000;

/** Puts entries that are known by what they are about; each request is written whole or not at all. */
export function usePutMany<K extends keyof ItemOf>(kind: K) {
  const client = useQueryClient();
  return useMutation({
    meta: { inline: true },
    mutationFn: async (items: ItemOf[K][]) => {
      for (let at = 0; at < items.length; at += AT_ONCE) {
        const body = { items: items.slice(at, at + AT_ONCE) };
        await call("PUT", `/catalogue/${kind}`, { body });
      }
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: catalogueQuery.queryKey }),
        client.invalidateQueries({ queryKey: ["exchange-rates"] }),
      ]),
  });
}
