import type { ComponentType, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/FormatProvider";
import style from "./Timeline.module.css";

export interface TimelineItem {
  id: string;
  at: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  /** "Sanne moved it to Offer". */
  title: ReactNode;
  /** What was said or written; kept with its line breaks. */
  body?: ReactNode;
  tone?: "won" | "lost" | "quiet";
  actions?: ReactNode;
}

/** Everything that happened, newest first, one heading per day. */
export function Timeline({ items, end }: { items: TimelineItem[]; end?: ReactNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const days = new Map<string, TimelineItem[]>();
  for (const item of items) {
    const day = format.dayOf(item.at);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return (
    <div className={style.timeline}>
      {[...days].map(([day, group]) => (
        <section key={day} className={style.day}>
          <h3 className={style.date}>
            {format.date(day)} <span>{format.relativeDay(day)}</span>
          </h3>
          <ol className={style.items}>
            {group.map(({ icon: Icon, ...item }) => (
              <li key={item.id} className={style.item} data-tone={item.tone}>
                <span className={style.icon} aria-hidden>
                  <Icon size={14} stroke={1.75} />
                </span>
                <div className={style.text}>
                  <div className={style.title}>
                    <div>{item.title}</div>
                    <time dateTime={item.at}>{format.time(item.at)}</time>
                    {item.actions}
                  </div>
                  {item.body ? <div className={style.body}>{item.body}</div> : null}
                </div>
              </li>
            ))}
          </ol>
        </section>
      ))}
      {items.length === 0 ? <p className={style.none}>{t("record.nothing_yet")}</p> : null}
      {end}
    </div>
  );
}
