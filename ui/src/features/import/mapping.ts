import type {
  Entity,
  FileMap,
  Kind,
  Mapping,
  Proposal,
  Rule,
  StageMap,
  Table,
  Target,
} from "./types";

// Changes of a mapping, each from the whole to the whole.

type Change = (mapping: Mapping) => Mapping;

/** The places in `mapping.file` that are about a table. */
export function mapsOf(mapping: Mapping, table: Table): number[] {
  return mapping.file.flatMap((file, at) => (isFor(file, table) ? [at] : []));
}

export function isFor(file: FileMap, table: Table): boolean {
  if (!fits(file.name.toLowerCase(), table.file.toLowerCase())) return false;
  return !file.sheet || !table.sheet || file.sheet === table.sheet;
}

/** `*` stands for anything, as on the server. */
function fits(pattern: string, text: string): boolean {
  const escaped = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`).test(text);
}

const changeFile =
  (at: number, change: (file: FileMap) => FileMap): Change =>
  (mapping) => ({
    ...mapping,
    file: mapping.file.map((file, place) => (place === at ? change(file) : file)),
  });

/** Another kind of record: columns keep what they become where the new kind has that field too. */
export function setEntity(at: number, entity: Entity, targets: readonly Target[]): Change {
  const known = (field: string) =>
    field.startsWith("custom.") || targets.some((target) => target.field === field);
  return changeFile(at, (file) => ({
    ...file,
    entity,
    columns: Object.fromEntries(
      Object.entries(file.columns).filter(([, rule]) => known(rule.field)),
    ),
  }));
}

/** A table gets a map: what its rows are. */
export function addFile(table: Table, entity: Entity): Change {
  const file: FileMap = {
    name: table.file,
    sheet: table.sheet,
    entity,
    id: [],
    repeats: "refuse",
    skip: [],
    columns: {},
    fixed: {},
  };
  return (mapping) => ({ ...mapping, file: [...mapping.file, file] });
}

/** How the bytes of a file are read; for all maps of that file. */
export function setDress(
  table: Table,
  dress: { encoding?: string | null; delimiter?: string | null },
): Change {
  return (mapping) => ({
    ...mapping,
    file: mapping.file.map((file) => (isFor(file, table) ? { ...file, ...dress } : file)),
  });
}

/** What a column becomes; null leaves it out. */
export function setColumn(at: number, column: string, rule: Rule | null): Change {
  return changeFile(at, (file) => {
    const { [column]: _, ...rest } = file.columns;
    return { ...file, columns: rule ? { ...rest, [column]: rule } : rest };
  });
}

/** Another field: what was said about the cells no longer holds, except how they are read. */
export function setField(at: number, column: string, field: string | null): Change {
  return (mapping) => {
    const before = mapping.file[at]?.columns[column];
    if (field === null || before?.field === field) {
      return setColumn(at, column, field === null ? null : (before ?? null))(mapping);
    }
    const { date, decimal, currency, empty } = before ?? {};
    const rule: Rule = {
      field,
      ...(date ? { date } : {}),
      ...(decimal ? { decimal } : {}),
      ...(currency ? { currency } : {}),
      ...(empty?.length ? { empty } : {}),
    };
    return setColumn(at, column, rule)(mapping);
  };
}

export function changeRule(at: number, column: string, patch: Partial<Rule>): Change {
  return (mapping) => {
    const rule = mapping.file[at]?.columns[column];
    return rule ? setColumn(at, column, { ...rule, ...patch })(mapping) : mapping;
  };
}

/** What a cell means; null: as it stands. */
export function setValue(at: number, column: string, from: string, to: string | null): Change {
  return (mapping) => {
    const { [from]: _, ...rest } = mapping.file[at]?.columns[column]?.values ?? {};
    const values = to === null ? rest : { ...rest, [from]: to };
    return changeRule(at, column, { values })(mapping);
  };
}

/** Columns that tell a record apart. */
export function setId(at: number, columns: string[]): Change {
  return changeFile(at, (file) => ({ ...file, id: columns }));
}

/** Does the mapping, as it is on the screen, do what is proposed? */
export function isAccepted({ kind, list, from, to }: Proposal, mapping: Mapping): boolean {
  if (kind === "empty") return mapping.empty.includes(from);
  const same = mapping.same[list ?? ""] ?? {};
  return to !== null && (same[from] === to || same[to] === from);
}

/** Decides a proposal that is a yes or a no. */
export function accept(proposal: Proposal, yes: boolean): Change {
  const { kind, list, from, to } = proposal;
  if (kind === "empty") {
    return (mapping) => {
      const rest = mapping.empty.filter((text) => text !== from);
      return { ...mapping, empty: yes ? [...rest, from] : rest };
    };
  }
  if (kind === "same" && list && to) {
    return (mapping) => {
      const { [from]: _, [to]: __, ...rest } = mapping.same[list] ?? {};
      return {
        ...mapping,
        same: { ...mapping.same, [list]: yes ? { ...rest, [from]: to } : rest },
      };
    };
  }
  return (mapping) => mapping;
}

export function setPipeline(at: number, into: string): Change {
  return (mapping) => ({
    ...mapping,
    pipeline: mapping.pipeline.map((one, place) => (place === at ? { ...one, into } : one)),
  });
}

export function setStage(at: number, from: string, to: StageMap): Change {
  return (mapping) => ({
    ...mapping,
    pipeline: mapping.pipeline.map((one, place) =>
      place === at ? { ...one, map: { ...one.map, [from]: { ...one.map[from], ...to } } } : one,
    ),
  });
}

/** May the import make entries of this kind? */
export function mayCreate(kind: Kind, yes: boolean): Change {
  return (mapping) => {
    const rest = mapping.create.filter((one) => one !== kind);
    return { ...mapping, create: yes ? [...rest, kind] : rest };
  };
}
