import type { TFunction } from "i18next";
import type { Catalogue, SliceValue } from "@/api/types";
import type { Option } from "@/components/fields/types";

/** Something that numbers are filtered and grouped by, with the names of its values. */
export interface Dimension {
  id: string;
  label: string;
  /** The values that a filter can choose from; empty where only the records know them. */
  options: Option[];
}

interface Entry {
  id: string;
  name: string;
  removed_at?: string | null;
}

const WITH_WORDS = {
  customer: ["new", "existing"],
  company_size: ["1-9", "10-49", "50-249", "250-999", "1000-4999", "5000+"],
} as const;

/** The dimensions of a workspace: those that all have, and its own fields of kind choice, yes or no, person. */
export function dimensionsOf(catalogue: Catalogue, t: TFunction<"steer">): Dimension[] {
  const people = catalogue.members.map((member) => ({
    value: member.id,
    label: member.active ? member.name : t("left", { name: member.name }),
  }));
  const entries = (list: readonly Entry[]): Option[] =>
    list.map(({ id, name, removed_at }) => ({
      value: id,
      label: removed_at ? t("removed", { name }) : name,
    }));
  const stages = catalogue.pipelines.flatMap((pipeline) =>
    pipeline.stages.map((stage) => ({
      value: stage.id,
      label: catalogue.pipelines.length > 1 ? `${pipeline.name}: ${stage.name}` : stage.name,
    })),
  );
  const words = (id: keyof typeof WITH_WORDS): Option[] =>
    WITH_WORDS[id].map((value) => ({
      value,
      label: id === "customer" ? t(`customer.${value as "new" | "existing"}`) : value,
    }));
  const common: [id: string, options: Option[]][] = [
    ["owner", people],
    ["team", entries(catalogue.teams)],
    ["source", entries(catalogue.sources)],
    ["pipeline", entries(catalogue.pipelines)],
    ["campaign", entries(catalogue.campaigns)],
    ["product", entries(catalogue.products)],
    ["stage", stages],
    ["customer", words("customer")],
    ["industry", []],
    ["region", []],
    ["company_size", words("company_size")],
    ["loss_reason", entries(catalogue.loss_reasons)],
    ["competitor", entries(catalogue.competitors)],
    ["tag", entries(catalogue.tags)],
    ["last_source", entries(catalogue.sources)],
  ];
  const yesNo = [
    { value: "no", label: t("no") },
    { value: "yes", label: t("yes") },
  ];
  const own = catalogue.fields.flatMap((field): Dimension[] => {
    const id = `custom.${field.on}.${field.slug}`;
    if (field.removed_at) return [];
    if (field.kind === "person") return [{ id, label: field.name, options: people }];
    if (field.kind === "yes_no") return [{ id, label: field.name, options: yesNo }];
    if (field.kind !== "choice" && field.kind !== "multi_choice") return [];
    const options = field.choices.map(({ key, name }) => ({ value: key, label: name }));
    return [{ id, label: field.name, options }];
  });
  return [...common.map(([id, options]) => ({ id, label: t(`dimension.${id}`), options })), ...own];
}

/** What a value is called; nobody, or none given, when there is none. */
export function nameOfValue(
  dimension: Dimension | undefined,
  value: SliceValue | string,
  t: TFunction<"steer">,
): string {
  const text =
    typeof value === "string"
      ? value
      : "id" in value
        ? value.id
        : "text" in value
          ? value.text
          : value.class;
  if (text === "none") return t(dimension?.id === "owner" ? "nobody_yet" : "none_given");
  return dimension?.options.find((option) => option.value === text)?.label ?? text;
}

/** What a row is called, from its values as the URL has them. */
export function rowName(
  row: string[],
  by: string[],
  dimensions: Dimension[],
  t: TFunction<"steer">,
): string {
  const dimension = (at: number) => dimensions.find((one) => one.id === by[at]);
  return row.map((value, at) => nameOfValue(dimension(at), value, t)).join(", ");
}
