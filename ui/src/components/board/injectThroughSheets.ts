import { StyleInjector } from "@dnd-kit/dom";

/**
 * The drag library writes its few rules into a <style> element, which our Content-Security-Policy
 * refuses. A constructed sheet says the same and is allowed.
 */
export function injectThroughSheets(): void {
  StyleInjector.prototype.register = (rules: string) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets.push(sheet);
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    };
  };
}
