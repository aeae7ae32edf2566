import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import { type ComponentType, lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { A } from "@/components/A";
import { Page } from "@/components/Page";
import { EmptyState } from "@/components/States";
import { useNarrow } from "@/components/useNarrow";
import style from "./SettingsPage.module.css";

/** In the order of the tabs; each is loaded when it is opened. */
const SECTIONS: Record<string, ComponentType> = {
  profile: lazy(() => import("./Profile")),
  workspace: lazy(() => import("./WorkspaceSettings")),
  people: lazy(() => import("./People")),
  pipelines: lazy(() => import("./Pipelines")),
  targets: lazy(() => import("./norms/Targets")),
  hours: lazy(() => import("./norms/Hours")),
  sources: lazy(() => import("./Sources")),
  costs: lazy(() => import("./norms/Costs")),
  rates: lazy(() => import("./norms/Rates")),
  products: lazy(() => import("./Products")),
  losing: lazy(() => import("./Losing")),
  tags: lazy(() => import("./Tags")),
  fields: lazy(() => import("./Fields")),
};

export default function SettingsPage() {
  const { t } = useTranslation("settings");
  const { t: common } = useTranslation();
  const narrow = useNarrow();
  const asked = useParams({ strict: false }).section;
  if (narrow && !asked) return <Index />;

  const section = asked ?? "profile";
  const Body = SECTIONS[section];
  const tabs = Object.keys(SECTIONS).map((id) => ({
    href: `/settings/${id}`,
    label: t(`section.${id}`),
    active: id === section,
  }));
  const title = Body ? t(`section.${section}`) : t("title");
  return (
    <Page
      title={narrow ? title : t("title")}
      scroll
      {...(narrow
        ? {
            heading: (
              <A href="/settings" className={style.back} aria-label={t("back")}>
                <IconChevronLeft size={20} stroke={1.5} aria-hidden />
                {title}
              </A>
            ),
          }
        : { tabs })}
    >
      {Body ? (
        <div className={style.page}>
          <Suspense>
            <Body />
          </Suspense>
        </div>
      ) : (
        <EmptyState title={common("error.not_found")}>
          {common("error.not_found_detail")}
        </EmptyState>
      )}
    </Page>
  );
}

/** On a phone the sections are a page of their own. */
function Index() {
  const { t } = useTranslation("settings");
  return (
    <Page title={t("title")} scroll>
      <ul className={style.index}>
        {Object.keys(SECTIONS).map((id) => (
          <li key={id}>
            <A href={`/settings/${id}`}>
              <span>
                {t(`section.${id}`)}
                <small>{t(`about.${id}`)}</small>
              </span>
              <IconChevronRight size={18} stroke={1.5} aria-hidden />
            </A>
          </li>
        ))}
      </ul>
    </Page>
  );
}
