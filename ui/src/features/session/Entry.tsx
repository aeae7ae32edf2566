import { SegmentedControl } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { changeLanguage, isLanguage, LANGUAGES } from "@/i18n/i18n";
import style from "./Entry.module.css";

interface Props {
  title: string;
  text?: string;
  children: ReactNode;
}

/** The frame of the pages before the log-in. */
export function Entry({ title, text, children }: Props) {
  const { t, i18n } = useTranslation("session");
  useEffect(() => {
    document.title = `${title} · Trechter`;
  }, [title]);
  return (
    <main className={style.entry} id="main">
      <div className={style.card}>
        <img src="/favicon.svg" width={36} height={36} alt="" />
        <h1>{title}</h1>
        {text ? <p className={style.text}>{text}</p> : null}
        {children}
      </div>
      <SegmentedControl
        size="xs"
        aria-label={t("language")}
        value={i18n.language}
        onChange={(next) => {
          if (isLanguage(next)) void changeLanguage(next);
        }}
        data={LANGUAGES.map((value) => ({ value, label: t(`languages.${value}`) }))}
      />
    </main>
  );
}
