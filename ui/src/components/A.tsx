import { type AnchorHTMLAttributes, createContext, type MouseEvent, use } from "react";

/** How a link inside the app is followed; the app gives the router's way. */
export const NavigateContext = createContext<(href: string) => void>((href) => {
  window.location.assign(href);
});

export function useGo(): (href: string) => void {
  return use(NavigateContext);
}

/** A plain click stays in the app; with a modifier or another button the browser decides. */
export function plainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

interface Props extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
}

/** A link to a page of this app. */
export function A({ href, onClick, ...rest }: Props) {
  const go = useGo();
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || !plainClick(event)) return;
        event.preventDefault();
        go(href);
      }}
    />
  );
}
