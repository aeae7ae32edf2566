import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Definition } from "@/api/types";
import { useFormat } from "@/i18n/FormatProvider";
import { definitionsQuery } from "./api";
import { figuresIn } from "./figures";
import type { Words } from "./notes";

/** What the numbers are called in the reader's language, by metric. */
export function useDefinitions() {
  const { i18n } = useTranslation();
  const { data, error } = useQuery(definitionsQuery);
  const byMetric = useMemo(
    () => new Map((data ?? []).map((one) => [one.metric, one] as const)),
    [data],
  );
  const language = i18n.language === "nl" ? "nl" : "en";
  return useMemo(
    () => ({
      error,
      known: data !== undefined,
      isTold: (metric: string) => byMetric.get(metric)?.dashboard ?? false,
      isPlain: (metric: string) => byMetric.get(metric)?.plain ?? false,
      words: (metric: string): Definition["en"] | undefined => byMetric.get(metric)?.[language],
      name: (metric: string) => byMetric.get(metric)?.[language].name ?? metric,
    }),
    [error, data, byMetric, language],
  );
}

export type Definitions = ReturnType<typeof useDefinitions>;

/** How figures of an answer in this currency are written. */
export function useWords(currency: string): Words {
  const { t, i18n } = useTranslation("steer");
  const format = useFormat();
  return useMemo(
    () => ({ t, i18n, format, figures: figuresIn(format, t, currency) }),
    [t, i18n, format, currency],
  );
}
