import { useLocation, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { stringifySearch } from "@/app/search";
import type { Tab } from "@/components/Page";
import { isAt, PAGES } from "./pages";
import { carried } from "./question";
import { useSteering } from "./useSteer";

/** The pages of Steer; going from one to another keeps the question. */
export function useTabs(): Tab[] {
  const { t } = useTranslation("steer");
  const { steering } = useSteering();
  const { routesByPath } = useRouter();
  const address = useLocation({ select: (location) => location.pathname });
  const search = stringifySearch(carried(steering));
  return PAGES.filter(({ path }) => path in routesByPath).map(({ path, label }) => ({
    href: `${path}${search}`,
    label: t(`tabs.${label}`),
    active: isAt(path, address),
  }));
}
