import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNarrow } from "../useNarrow";
import style from "./RecordLayout.module.css";

interface Props {
  /** Name, status, owner, next step. */
  top: ReactNode;
  facts: ReactNode;
  /** Composer and timeline. */
  story: ReactNode;
  related: ReactNode;
}

/** Facts left, story in the middle, what hangs on it right; one column on a phone, story last. */
export function RecordLayout({ top, facts, story, related }: Props) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  return (
    <div className={style.record}>
      <div className={style.top}>{top}</div>
      <div className={style.columns}>
        <aside className={style.facts} aria-label={t("record.facts")}>
          {narrow ? (
            <details className={style.fold}>
              <summary>{t("record.facts")}</summary>
              {facts}
            </details>
          ) : (
            facts
          )}
        </aside>
        <section className={style.story} aria-label={t("record.timeline")}>
          {story}
        </section>
        <aside className={style.related} aria-label={t("record.related")}>
          {related}
        </aside>
      </div>
    </div>
  );
}

interface SectionProps {
  title: string;
  count?: number;
  action?: ReactNode;
  children: ReactNode;
}

/** One group in the side columns. */
export function Section({ title, count, action, children }: SectionProps) {
  return (
    <section className={style.section}>
      <header className={style.sectionHead}>
        <h3>
          {title}
          {count === undefined ? null : <span className={style.count}>{count}</span>}
        </h3>
        {action}
      </header>
      {children}
    </section>
  );
}
