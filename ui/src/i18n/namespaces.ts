import type { Resource } from "i18next";

/** `../features/leads/lang/nl.json` → namespace `leads`; the folder above `lang` names it. */
export function byNamespace(files: Record<string, unknown>): Resource[string] {
  return Object.fromEntries(
    Object.entries(files).map(([path, words]) => {
      const folder = path.split("/").at(-3) ?? "";
      return [folder === "components" ? "common" : folder, words as Resource[string][string]];
    }),
  );
}
