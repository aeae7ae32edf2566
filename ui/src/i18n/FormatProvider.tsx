import { createContext, type ReactNode, use, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { createFormat, type Format, localeFor } from "./format";

const FormatContext = createContext<Format>(createFormat("en", "UTC"));

/** Dates, numbers and money in the reader's locale and the workspace's zone. */
export function FormatProvider({ zone, children }: { zone: string; children: ReactNode }) {
  const { i18n } = useTranslation();
  const format = useMemo(() => createFormat(localeFor(i18n.language), zone), [i18n.language, zone]);
  return <FormatContext value={format}>{children}</FormatContext>;
}

export function useFormat(): Format {
  return use(FormatContext);
}
