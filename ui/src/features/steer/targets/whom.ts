import type { TFunction } from "i18next";
import type { Attained, Catalogue } from "@/api/types";

type Whom = Attained["whom"];

/** The targets of one number, in the order of the company. */
export interface TargetGroup {
  metric: string;
  rows: TargetRow[];
}

export interface TargetRow {
  attained: Attained;
  name: string;
  /** Members stand under their team. */
  level: "whole" | "group" | "one";
}

/** What numbers are split by to get the part that a target is for; nothing for the whole. */
export const DIMENSION: Record<Whom["kind"], string | undefined> = {
  workspace: undefined,
  team: "team",
  member: "owner",
  source: "source",
  campaign: "campaign",
};

/** Number by number as the answer has them: the whole, teams with their people, people without one, channels. */
export function grouped(
  items: readonly Attained[],
  catalogue: Catalogue,
  t: TFunction<"steer">,
): TargetGroup[] {
  const metrics = [...new Set(items.map((item) => item.metric))];
  return metrics.map((metric) => {
    const rows = items
      .filter((item) => item.metric === metric)
      .map((attained) => ({ attained, ...placed(attained.whom, catalogue, t) }))
      .sort((a, b) => a.order.localeCompare(b.order));
    return { metric, rows: rows.map(({ order: _, ...row }) => row) };
  });
}

function placed(whom: Whom, catalogue: Catalogue, t: TFunction<"steer">) {
  const number = (list: readonly { id: string }[], id: string | null) =>
    String(list.findIndex((one) => one.id === id) + 1 || list.length + 1).padStart(5, "0");
  const named = (list: readonly { id: string; name: string }[], id: string) =>
    list.find((one) => one.id === id)?.name ?? "…";
  switch (whom.kind) {
    case "workspace":
      return { name: catalogue.workspace.name, level: "whole" as const, order: "0" };
    case "team": {
      const order = `1 ${number(catalogue.teams, whom.id)}`;
      return { name: named(catalogue.teams, whom.id), level: "group" as const, order };
    }
    case "member": {
      const member = catalogue.members.find((one) => one.id === whom.id);
      const name = member?.name ?? "…";
      return {
        name: member && !member.active ? t("left", { name }) : name,
        level: "one" as const,
        order: `1 ${number(catalogue.teams, member?.team ?? null)} ${name}`,
      };
    }
    case "source": {
      const name = named(catalogue.sources, whom.id);
      return { name, level: "group" as const, order: `2 ${name}` };
    }
    case "campaign": {
      const name = named(catalogue.campaigns, whom.id);
      return { name, level: "group" as const, order: `3 ${name}` };
    }
  }
}
