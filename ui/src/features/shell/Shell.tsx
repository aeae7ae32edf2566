import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ToolsContext } from "@/components/Page";
import { useNarrow } from "@/components/useNarrow";
import { Rail } from "./Rail";
import style from "./Shell.module.css";
import { Tools } from "./Tools";

const BottomBar = lazy(() => import("./BottomBar"));

interface Props {
  path: string;
  person: ReactNode;
  /** Why this person cannot add anything; null when he can. */
  whyNot: string | null;
  /** Drawn over the page while open. */
  palette: (close: () => void, add: (kind: string) => void) => ReactNode;
  quickAdd: (close: () => void, kind: string | undefined) => ReactNode;
  children: ReactNode;
}

/** What stays while pages change: doors, search, quick add. */
export function Shell({ path, person, whyNot, palette, quickAdd, children }: Props) {
  const { t } = useTranslation("shell");
  const narrow = useNarrow();
  const [open, setOpen] = useState<"palette" | "add" | null>(null);
  const search = useCallback(() => setOpen("palette"), []);
  const add = useCallback(() => {
    setKind(undefined);
    setOpen("add");
  }, []);
  const close = useCallback(() => setOpen(null), []);
  const [kind, setKind] = useState<string>();
  const addKind = useCallback((next: string) => {
    setKind(next);
    setOpen("add");
  }, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        search();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [search]);

  return (
    <ToolsContext value={narrow ? null : <Tools onSearch={search} onAdd={add} whyNot={whyNot} />}>
      <a className={style.skip} href="#main">
        {t("skip")}
      </a>
      <div className={style.shell} data-narrow={narrow || undefined}>
        {narrow ? null : <Rail path={path} person={person} />}
        <div className={style.page}>{children}</div>
        {narrow ? (
          <Suspense>
            <BottomBar path={path} onSearch={search} onAdd={add} whyNot={whyNot} person={person} />
          </Suspense>
        ) : null}
      </div>
      {open === "palette" ? palette(close, addKind) : null}
      {open === "add" ? quickAdd(close, kind) : null}
    </ToolsContext>
  );
}
