import { createContext, type ReactNode, use, useEffect, useRef } from "react";
import { A } from "./A";
import style from "./Page.module.css";

/** What the shell puts at the right end of every top bar: search, quick add. */
export const ToolsContext = createContext<ReactNode>(null);

export interface Tab {
  href: string;
  label: string;
  active: boolean;
}

interface Props {
  title: string;
  /** Stands in for the title text, e.g. a pipeline switch. */
  heading?: ReactNode;
  tabs?: Tab[];
  /** Filter chips and view controls. */
  controls?: ReactNode;
  actions?: ReactNode;
  /** Lists and boards scroll by themselves; reading pages scroll as a whole. */
  scroll?: boolean;
  children: ReactNode;
}

export function Page({ title, heading, tabs, controls, actions, scroll = false, children }: Props) {
  const tools = use(ToolsContext);
  useEffect(() => {
    document.title = `${title} · Trechter`;
  }, [title]);

  return (
    <main className={style.page} id="main">
      <header className={style.bar}>
        <h1 className={heading ? "visually-hidden" : style.title}>{title}</h1>
        {heading}
        {tabs ? <Tabs label={title} tabs={tabs} /> : null}
        <div className={style.gap} />
        {actions}
        {tools}
      </header>
      {controls ? <div className={style.controls}>{controls}</div> : null}
      <div className={scroll ? style.scroll : style.fill}>{children}</div>
    </main>
  );
}

/** One row of links; the page that is shown is in sight, also where not all of them fit. */
function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  const row = useRef<HTMLElement>(null);
  const shown = tabs.findIndex((tab) => tab.active);
  useEffect(() => {
    const tab = row.current?.children[shown];
    tab?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [shown]);
  return (
    <nav ref={row} className={style.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <A
          key={tab.href}
          href={tab.href}
          className={style.tab}
          aria-current={tab.active ? "page" : undefined}
        >
          {tab.label}
        </A>
      ))}
    </nav>
  );
}
