import type { Catalogue } from "@/api/types";
import { parseFilter } from "@/components/filter/filter";

/** The board's filters as the numbers take them, and the fields of those that they do not know. */
export interface Translated {
  filter: string[];
  skipped: string[];
}

/** What numbers are sliced by, under the name that the list of deals has for it. */
const DIMENSIONS: Record<string, string> = {
  owner: "owner",
  source: "source",
  campaign: "campaign",
  competitor: "competitor",
  tags: "tag",
};
/** Kinds of own fields that numbers can be sliced by. */
const OWN_KINDS: ReadonlySet<string> = new Set(["choice", "multi_choice", "person", "yes_no"]);

/** Numbers know "is one of" and "has none" of some fields; everything else is left out and told. */
export function translated(
  filters: readonly string[] | undefined,
  fields: Catalogue["fields"],
): Translated {
  const own = fields.filter((field) => field.on === "deal" && OWN_KINDS.has(field.kind));
  const result: Translated = { filter: [], skipped: [] };
  for (const text of filters ?? []) {
    const parsed = parseFilter(text);
    if (!parsed) continue;
    const slug = parsed.field.replace(/^custom\./, "");
    const dimension =
      DIMENSIONS[parsed.field] ??
      (own.some((field) => field.slug === slug && parsed.field !== slug)
        ? `custom.deal.${slug}`
        : undefined);
    const values =
      parsed.operator === "in" || parsed.operator === "eq"
        ? parsed.value
        : parsed.operator === "null" && parsed.value === "true"
          ? "none"
          : undefined;
    if (dimension && values) result.filter.push(`${dimension}:${values}`);
    else result.skipped.push(parsed.field);
  }
  return result;
}
