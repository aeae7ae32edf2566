import type { components } from "@/api/schema";

// What the server tells about imports.

type Schemas = components["schemas"];

export type Entity = Schemas["Entity"];
export type Outcome = Schemas["Outcome"];
export type DateOrder = Schemas["DateOrder"];
/** A kind of entry or record. */
export type Kind = Schemas["Kind"];

// The server leaves out what is empty in these, and takes them so.
export type Rule = Partial<Schemas["ImportRule"]> & { field: string };
export type StageMap = Partial<Schemas["StageMap"]>;
export type PipelineMap = Omit<Schemas["PipelineMap"], "map"> & { map: Record<string, StageMap> };
export type FileMap = Omit<Schemas["FileMap"], "columns" | "encoding" | "delimiter"> & {
  columns: Record<string, Rule>;
  encoding?: string | null;
  delimiter?: string | null;
};
export type Mapping = Omit<Schemas["Mapping"], "file" | "pipeline" | "same"> & {
  file: FileMap[];
  pipeline: PipelineMap[];
  same: Record<string, Record<string, string>>;
};
export type Table = Schemas["Table"];
export type Column = Table["columns"][number];
export type Proposal = Schemas["Proposal"];
export type Target = Schemas["TargetView"];
export type ProposalView = Omit<Schemas["ProposalView"], "mapping"> & { mapping: Mapping };
export type Counts = Schemas["Counts"];
export type Note = Schemas["Note"];
export type Report = Schemas["Report"];
export type ImportView = Schemas["ImportView"];
export type State = ImportView["state"];

/** In the order of the page. */
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
] as const satisfies Entity[];
