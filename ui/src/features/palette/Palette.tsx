import { Kbd } from "@mantine/core";
import {
  IconActivity,
  IconArrowRight,
  IconBuilding,
  IconFilter2,
  IconInbox,
  IconSearch,
  IconUser,
} from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { searchQuery } from "@/api/search";
import { plainClick, useGo } from "@/components/A";
import { Dialog } from "@/components/Dialog";
import { pageOf } from "@/records/names";
import style from "./Palette.module.css";

interface Entry {
  key: string;
  label: string;
  detail?: string | null;
  icon: ReactNode;
  href?: string;
  run?: () => void;
}

interface Props {
  onClose: () => void;
  /** What can be done from anywhere. */
  commands: { id: string; run: () => void }[];
}

const ICONS: Partial<Record<string, typeof IconUser>> = {
  deal: IconFilter2,
  lead: IconInbox,
  contact: IconUser,
  company: IconBuilding,
  activity: IconActivity,
};

const PAGES = [
  "/board",
  "/deals",
  "/leads",
  "/steer",
  "/contacts",
  "/companies",
  "/activities",
  "/import",
  "/settings",
  "/bin",
];

/** One box for records, pages and commands. */
export default function Palette({ onClose, commands }: Props) {
  const { t } = useTranslation("palette");
  const go = useGo();
  const [words, setWords] = useState("");
  const [current, setCurrent] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const { entries, corrected } = useEntries(words, commands);
  const chosen = entries[Math.min(current, entries.length - 1)];

  // biome-ignore lint/correctness/useExhaustiveDependencies: other words are another list
  useEffect(() => setCurrent(0), [words]);
  useEffect(() => {
    list.current?.querySelector(`[data-at="${current}"]`)?.scrollIntoView({ block: "nearest" });
  }, [current]);

  const take = (entry: Entry) => {
    onClose();
    if (entry.href) go(entry.href);
    entry.run?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setCurrent((current + step + entries.length) % Math.max(1, entries.length));
    } else if (event.key === "Enter" && chosen) {
      event.preventDefault();
      take(chosen);
    }
  };

  return (
    <Dialog
      opened
      onClose={onClose}
      withCloseButton={false}
      size="lg"
      padding={0}
      yOffset="10vh"
      aria-label={t("title")}
    >
      <div className={style.box}>
        <IconSearch size={18} stroke={1.5} aria-hidden />
        <input
          className={style.input}
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={chosen ? `palette-${chosen.key}` : undefined}
          aria-label={t("title")}
          placeholder={t("placeholder")}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <Kbd size="xs">Esc</Kbd>
      </div>
      <div
        ref={list}
        id="palette-list"
        role="listbox"
        aria-label={t("title")}
        className={style.list}
      >
        {entries.map((entry, at) => (
          <div
            key={entry.key}
            id={`palette-${entry.key}`}
            role="option"
            tabIndex={-1}
            aria-selected={entry === chosen}
            data-at={at}
            className={style.entry}
            onMouseMove={() => setCurrent(at)}
            onClick={(event) => {
              if (plainClick(event)) take(entry);
            }}
            onKeyDown={() => undefined}
          >
            <span className={style.icon} aria-hidden>
              {entry.icon}
            </span>
            <span className={style.label}>{entry.label}</span>
            {entry.detail ? <span className={style.detail}>{entry.detail}</span> : null}
          </div>
        ))}
        {corrected && entries.length > 0 ? (
          <p className={style.none}>{t("corrected", { words: corrected })}</p>
        ) : null}
        {entries.length === 0 ? <p className={style.none}>{t("none")}</p> : null}
      </div>
    </Dialog>
  );
}

/** Records first; pages and commands whose words match after them. */
function useEntries(words: string, commands: Props["commands"]) {
  const { t, i18n } = useTranslation("palette");
  const { t: records } = useTranslation("records");
  const { data } = useQuery({ ...searchQuery(words), placeholderData: keepPreviousData });
  const folded = words.trim().toLocaleLowerCase(i18n.language);
  const matches = (label: string) => label.toLocaleLowerCase(i18n.language).includes(folded);
  const hits = folded ? (data?.items ?? []) : [];
  const entries: Entry[] = [
    ...hits.map((hit): Entry => {
      const Icon = ICONS[hit.kind] ?? IconArrowRight;
      return {
        key: hit.id,
        label: hit.title,
        detail: records(`kind.${hit.kind}`),
        icon: <Icon size={16} stroke={1.5} />,
        href: pageOf(hit.kind, hit.id),
      };
    }),
    ...commands
      .map(
        ({ id, run }): Entry => ({
          key: id,
          label: t(`command.${id}`),
          icon: <IconArrowRight size={16} stroke={1.5} />,
          run,
        }),
      )
      .filter((entry) => matches(entry.label)),
    ...PAGES.map(
      (href): Entry => ({
        key: href.slice(1),
        label: t(`page.${href.slice(1)}`),
        detail: t("page_detail"),
        icon: <IconArrowRight size={16} stroke={1.5} />,
        href,
      }),
    ).filter((entry) => matches(entry.label)),
  ];
  return { entries, corrected: folded ? (data?.corrected ?? null) : null };
}
