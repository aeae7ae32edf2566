import { Drawer } from "@mantine/core";
import { IconDotsCircleHorizontal, IconPlus, IconSearch } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { A } from "@/components/A";
import style from "./BottomBar.module.css";
import { DOORS, isIn } from "./Rail";

interface Props {
  path: string;
  onSearch: () => void;
  onAdd: () => void;
  whyNot: string | null;
  /** Language, theme, log out. */
  person: ReactNode;
}

/** The phone's rail: within reach of a thumb. */
export default function BottomBar({ path, onSearch, onAdd, whyNot, person }: Props) {
  const { t } = useTranslation("shell");
  const { t: common } = useTranslation();
  const [more, setMore] = useState(false);
  const [first, second, ...rest] = DOORS;
  const link = (door: (typeof DOORS)[number] | undefined) =>
    door ? (
      <A
        href={door.href}
        className={style.item}
        aria-current={isIn(door, path) ? "page" : undefined}
      >
        <door.icon size={22} stroke={1.5} aria-hidden />
        {t(`door.${door.id}`)}
      </A>
    ) : null;

  return (
    <nav className={style.bar} aria-label={t("doors")}>
      {link(first)}
      {link(second)}
      <button
        type="button"
        className={style.add}
        onClick={onAdd}
        disabled={whyNot !== null}
        title={whyNot ?? undefined}
        aria-label={t("add")}
      >
        <IconPlus size={24} stroke={2} aria-hidden />
      </button>
      <button type="button" className={style.item} onClick={onSearch}>
        <IconSearch size={22} stroke={1.5} aria-hidden />
        {t("search")}
      </button>
      <button
        type="button"
        className={style.item}
        onClick={() => setMore(true)}
        aria-haspopup="dialog"
      >
        <IconDotsCircleHorizontal size={22} stroke={1.5} aria-hidden />
        {t("more")}
      </button>
      <Drawer
        closeButtonProps={{ "aria-label": common("close") }}
        opened={more}
        onClose={() => setMore(false)}
        position="bottom"
        size={400}
        title={t("more")}
      >
        <div className={style.sheet}>
          {rest.map((door) => (
            <A key={door.id} href={door.href} className={style.row} onClick={() => setMore(false)}>
              <door.icon size={20} stroke={1.5} aria-hidden />
              {t(`door.${door.id}`)}
            </A>
          ))}
          {person}
        </div>
      </Drawer>
    </nav>
  );
}
