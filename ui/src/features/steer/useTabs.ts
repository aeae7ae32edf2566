import { useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { stringifySearch } from "@/app/search";
import type { Tab } from "@/components/Page";
import { carried } from "./question";
import { useSteering } from "./useSteer";

/** The pages of Steer; going from one to another keeps the question. */
export function useTabs(): Tab[] {
  const { t } = useTranslation("steer");
  const { steering } = useSteering();
  const path = useLocation({ select: (location) => location.pathname });
  const search = stringifySearch(carried(steering));
  return [
    { path: "/steer", label: t("tabs.glance") },
    { path: "/steer/stages", label: t("tabs.stages") },
  ].map((tab) => ({
    href: `${tab.path}${search}`,
    label: tab.label,
    active: tab.path === path,
  }));
}
