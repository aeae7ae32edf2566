import type { Catalogue } from "@/api/types";
import { offered, type Target, type Whom } from "../setUp";

export interface TargetRow {
  key: string;
  whom: Whom;
  name: string;
  /** Members stand under their team; sources stand by themselves. */
  level: "whole" | "group" | "one" | "source";
}

export const whomKey = (whom: Whom): string =>
  whom.kind === "workspace" ? "workspace" : `${whom.kind} ${whom.id}`;

/** The target of a row for the period that begins then. */
export const cellKey = (whom: Whom, starts: string): string => `${whomKey(whom)} ${starts}`;

/**
 * Everybody and everything that can have a target, in the order of the company: all, teams with their
 * people, people without a team. Who left is shown as long as he has one. Sources and campaigns follow.
 */
export function targetRows(catalogue: Catalogue, present: Target[]): TargetRow[] {
  const has = new Set(present.map((target) => whomKey(target.whom)));
  const row = (whom: Whom, name: string, level: TargetRow["level"]): TargetRow => ({
    key: whomKey(whom),
    whom,
    name,
    level,
  });
  const people = offered(catalogue.members)
    .filter(
      (member) => (member.active && member.role !== "read_only") || has.has(`member ${member.id}`),
    )
    .map((member) => ({
      team: member.team,
      row: row({ kind: "member", id: member.id }, member.name, "one"),
    }));
  const teams = offered(catalogue.teams);
  const known = new Set(teams.map((team) => team.id));
  return [
    row({ kind: "workspace" }, catalogue.workspace.name, "whole"),
    ...teams.flatMap((team) => [
      row({ kind: "team", id: team.id }, team.name, "group"),
      ...people.filter((one) => one.team === team.id).map((one) => one.row),
    ]),
    ...people.filter((one) => !one.team || !known.has(one.team)).map((one) => one.row),
    ...offered(catalogue.sources).map((source) =>
      row({ kind: "source", id: source.id }, source.name, "source"),
    ),
    ...offered(catalogue.campaigns)
      .filter((campaign) => has.has(`campaign ${campaign.id}`))
      .map((campaign) => row({ kind: "campaign", id: campaign.id }, campaign.name, "one")),
  ];
}
