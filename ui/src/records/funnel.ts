import { useTranslation } from "react-i18next";
import type { Tab } from "@/components/Page";

/** The three views of the funnel door. */
export function useFunnelTabs(active: "board" | "deals" | "leads"): Tab[] {
  const { t } = useTranslation("records");
  return (["board", "deals", "leads"] as const).map((id) => ({
    href: id === "deals" ? "/deals?filter=status:in:open" : `/${id}`,
    label: t(`funnel.${id}`),
    active: id === active,
  }));
}
