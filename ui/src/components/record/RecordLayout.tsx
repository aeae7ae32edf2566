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
        <Side className={style.facts} title={t("record.facts")} fold={narrow}>
          {facts}
        </Side>
        <section className={style.story} aria-label={t("record.timeline")}>
          {story}
        </section>
        <Side className={style.related} title={t("record.related")} fold={narrow}>
          {related}
        </Side>
      </div>
    </div>
  );
}

interface SideProps {
  className: string | undefined;
  title: string;
  /** On a phone the sides fold, so that writing something is within reach. */
  fold: boolean;
  children: ReactNode;
}

function Side({ className, title, fold, children }: SideProps) {
  return (
    <aside className={className} aria-label={title}>
      {fold ? (
        <details className={style.fold}>
          <summary>{title}</summary>
          {children}
        </details>
      ) : (
        children
      )}
    </aside>
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
