import type { Id, Instant } from "@/api/types";

// What the server tells about imports.

export const ENTITIES = [
  "company",
  "contact",
  "lead",
  "deal",
  "stage_history",
  "activity",
  "product",
  "member",
  "team",
  "source",
  "campaign",
  "loss_reason",
  "competitor",
] as const;
export type Entity = (typeof ENTITIES)[number] | "skip";
export type Outcome = "open" | "won" | "lost";
export type DateOrder = "ymd" | "dmy" | "mdy" | "serial";

export interface Rule {
  field: string;
  values?: Record<string, string>;
  empty?: string[];
  date?: DateOrder | null;
  decimal?: string | null;
  currency?: string | null;
  by?: "id" | "name" | "email" | "domain" | null;
  kind?: string | null;
  name?: string | null;
  split?: string | null;
  also?: Rule[];
}

export interface StageMap {
  stage?: string | null;
  outcome?: Outcome | null;
}

export interface PipelineMap {
  name: string;
  into: string;
  stages: string[];
  map: Record<string, StageMap>;
}

export interface FileMap {
  name: string;
  sheet?: string | null;
  entity: Entity;
  encoding?: string | null;
  delimiter?: string | null;
  id: string[];
  repeats: "refuse" | "same";
  skip: { column: string; values: string[] }[];
  columns: Record<string, Rule>;
  fixed: Record<string, string>;
}

export interface Mapping {
  system: string;
  currency: string | null;
  create: string[];
  empty: string[];
  bad_cells: "refuse" | "skip";
  same: Record<string, Record<string, string>>;
  pipeline: PipelineMap[];
  file: FileMap[];
}

export interface Column {
  name: string;
  filled: number;
  distinct: number;
  samples: string[];
  looks: "empty" | "text" | "number" | "money" | "date" | "yes_no" | "email";
  date: DateOrder | null;
  decimal: string | null;
  ambiguous: boolean;
  scaled: boolean;
  values: [string, number][];
}

export interface Table {
  file: string;
  sheet: string | null;
  rows: number;
  dress: { encoding: string; bom: boolean; delimiter: string; damaged: boolean } | null;
  columns: Column[];
  samples: string[][];
}

export interface Proposal {
  kind: "same" | "empty" | "date_order" | "decimal" | "scaled" | "encoding";
  file: number | null;
  column: string | null;
  list: string | null;
  from: string;
  to: string | null;
  rows: number;
  accepted: boolean;
}

export interface Target {
  field: string;
  takes: string;
  words: string[];
  of: string | null;
}

export interface MappingProblem {
  file: number | null;
  column: string | null;
  field: string | null;
  code: string;
  detail: string;
}

export interface ProposalView {
  id: Id;
  tables: Table[];
  mapping: Mapping;
  proposals: Proposal[];
  targets: Partial<Record<Entity, Target[]>>;
  problems: MappingProblem[];
}

export interface Counts {
  rows: number;
  created: number;
  changed: number;
  unchanged: number;
  skipped: number;
  refused: number;
  undated: number;
}

export interface Note {
  kind: "refused" | "warning" | "conflict" | "kept";
  entity: Entity;
  file: string;
  line: number;
  column: string | null;
  field: string | null;
  code: string;
  value: unknown;
  ours: unknown;
  subject: Id | null;
  detail: string;
}

export interface Report {
  counts: Partial<Record<Entity, Counts>>;
  entries: Record<string, string[]>;
  remarks: Partial<Record<Note["kind"], Record<string, number>>>;
  notes: Note[];
}

export type State =
  | "draft"
  | "checking"
  | "running"
  | "finished"
  | "cancelled"
  | "failed"
  | "undoing"
  | "undone";

export interface ImportView {
  id: Id;
  state: State;
  created_at: Instant;
  created_by: Id | null;
  system: string;
  files: { name: string; size: number }[];
  progress: { done: number; total: number };
  dry_run: Report | null;
  report: Report | null;
  error: string | null;
}
