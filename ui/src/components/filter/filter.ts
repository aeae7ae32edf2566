import type { Field } from "../fields/types";

export const OPERATORS = ["eq", "ne", "in", "gt", "gte", "lt", "lte", "has", "null"] as const;
export type Operator = (typeof OPERATORS)[number];

/** One `field:operator:value` of the API, taken apart. */
export interface Filter {
  field: string;
  operator: Operator;
  value: string;
}

export function parseFilter(text: string): Filter | null {
  const [field, operator, ...rest] = text.split(":");
  if (!field || !OPERATORS.includes(operator as Operator)) return null;
  return { field, operator: operator as Operator, value: rest.join(":") };
}

export function writeFilter({ field, operator, value }: Filter): string {
  return `${field}:${operator}:${value}`;
}

const ORDERED: Operator[] = ["eq", "gte", "lte", "null"];

/** The operators that make sense for a field, the usual one first. */
export function operatorsFor(type: Field["type"]): Operator[] {
  switch (type) {
    case "choice":
    case "person":
    case "multi_choice":
      return ["in", "ne", "null"];
    case "record":
      return ["eq", "null"];
    case "yes_no":
      return ["eq"];
    case "date":
    case "datetime":
      return ["gte", "lte", "null"];
    case "number":
    case "percent":
    case "money":
      return ORDERED.slice(1);
    default:
      return ["has", "eq", "null"];
  }
}
