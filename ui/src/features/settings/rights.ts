import { useTranslation } from "react-i18next";
import { useMember } from "@/api/session";
import type { Member } from "./setUp";

/** As the server's table says; the server decides, this only says so beforehand. */
const MAY: Record<"lists" | "members" | "workspace", readonly Member["role"][]> = {
  lists: ["manager", "owner"],
  members: ["owner"],
  workspace: ["owner"],
};

/** Why this person cannot change such things; null when he can. */
export function useWhyNot(what: keyof typeof MAY): string | null {
  const { t } = useTranslation("settings");
  const me = useMember();
  return me && MAY[what].includes(me.role) ? null : t(`why_not.${what}`);
}
