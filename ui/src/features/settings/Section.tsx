import { IconLock } from "@tabler/icons-react";
import type { ReactNode } from "react";
import style from "./Section.module.css";

interface Props {
  title: string;
  /** One sentence: what this is for. */
  text?: string;
  /** Why nothing can be changed here. */
  whyNot?: string | null;
  children: ReactNode;
}

/** One subject on a settings page. */
export function Section({ title, text, whyNot, children }: Props) {
  return (
    <section className={style.section} aria-label={title}>
      <h2>{title}</h2>
      {text ? <p className={style.text}>{text}</p> : null}
      {whyNot ? (
        <p className={style.locked}>
          <IconLock size={14} stroke={1.5} aria-hidden />
          {whyNot}
        </p>
      ) : null}
      {children}
    </section>
  );
}
