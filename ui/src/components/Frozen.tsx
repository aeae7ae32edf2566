import type { ReactNode } from "react";
import style from "./Frozen.module.css";

interface Props {
  /** Why nothing in here can be used; null when it can. */
  why: string | null;
  children: ReactNode;
}

/** Buttons and inputs that cannot be used now, with the reason, rather than hidden. */
export function Frozen({ why, children }: Props) {
  return (
    <fieldset className={style.frozen} disabled={why !== null} title={why ?? undefined}>
      {children}
    </fieldset>
  );
}
