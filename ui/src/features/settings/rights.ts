import { useTranslation } from "react-i18next";
import { useMember } from "@/api/session";
import type { Member } from "./setUp";

/** As the server's table says; the server decides, this only says so beforehand. */
const MAY: Record<
  "lists" | "members" | "workspace" | "targets" | "norms",
  readonly Member["role"][]
> = {
  lists: ["manager", "owner"],
  targets: ["manager", "owner"],
  norms: ["manager", "owner"],
  members: ["owner"],
  workspace: ["owner"],
};

/** Why this person cannot change such things; null when he can. */
export function useWhyNot(what: keyof typeof MAY): string | null {
  const { t } = useTranslation("settings");
  const me = useMember();
  // Norms are for those who see what they are held against: all of it.
  const sees = what !== "norms" || me?.role === "owner" || me?.sees === "all";
  return me && sees && MAY[what].includes(me.role) ? null : t(`why_not.${what}`);
}
