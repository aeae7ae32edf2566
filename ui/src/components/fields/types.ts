import type { Money } from "@/i18n/format";

/** The kinds of value a field can hold; the server's custom fields use the same words. */
export type FieldType =
  | "text"
  | "long_text"
  | "number"
  | "percent"
  | "money"
  | "date"
  | "datetime"
  | "choice"
  | "multi_choice"
  | "yes_no"
  | "person"
  | "link"
  | "email"
  | "phone"
  | "record";

export interface Option {
  value: string;
  label: string;
}

export type FieldValue = string | number | boolean | string[] | Money | null;

export interface Field {
  name: string;
  label: string;
  type: FieldType;
  /** For choice, multi_choice and person. */
  options?: Option[];
  /** For record: what may be chosen. */
  recordKind?: string;
  required?: boolean;
  /** Why it cannot be changed here; absent when it can. */
  readOnly?: string;
}
