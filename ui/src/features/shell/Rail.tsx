import type { Icon } from "@tabler/icons-react";
import {
  IconActivity,
  IconBuilding,
  IconChartBar,
  IconFileImport,
  IconFilter2,
  IconSettings,
  IconUser,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { A } from "@/components/A";
import style from "./Rail.module.css";

export interface Door {
  id: string;
  href: string;
  icon: Icon;
  /** Every path that belongs to this door. */
  paths: string[];
}

export const DOORS: Door[] = [
  { id: "funnel", href: "/board", icon: IconFilter2, paths: ["/board", "/deals", "/leads"] },
  { id: "steer", href: "/steer", icon: IconChartBar, paths: ["/steer"] },
  { id: "contacts", href: "/contacts", icon: IconUser, paths: ["/contacts"] },
  { id: "companies", href: "/companies", icon: IconBuilding, paths: ["/companies"] },
  { id: "activities", href: "/activities", icon: IconActivity, paths: ["/activities"] },
  { id: "import", href: "/import", icon: IconFileImport, paths: ["/import"] },
  { id: "settings", href: "/settings", icon: IconSettings, paths: ["/settings", "/bin"] },
];

export function isIn(door: Door, path: string): boolean {
  return door.paths.some((one) => path === one || path.startsWith(`${one}/`));
}

interface Props {
  path: string;
  person: ReactNode;
}

/** The doors, at the left edge of every page. */
export function Rail({ path, person }: Props) {
  const { t } = useTranslation("shell");
  return (
    <nav className={style.rail} aria-label={t("doors")}>
      <A href="/board" className={style.mark} aria-label="Trechter">
        <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
          <rect width="32" height="32" rx="7" fill="var(--brand)" />
          <path
            d="M7 9h18M10 15.5h12M13.5 22h5"
            stroke="var(--on-brand)"
            strokeWidth="3"
            strokeLinecap="round"
          />
        </svg>
      </A>
      {DOORS.map((door) => (
        <A
          key={door.id}
          href={door.href}
          className={style.door}
          aria-current={isIn(door, path) ? "page" : undefined}
        >
          <door.icon size={20} stroke={1.5} aria-hidden />
          {t(`door.${door.id}`)}
        </A>
      ))}
      <div className={style.gap} />
      {person}
    </nav>
  );
}
