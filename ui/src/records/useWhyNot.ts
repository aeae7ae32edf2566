import { useTranslation } from "react-i18next";
import { useMember } from "@/api/session";

/** Why this person cannot change records; null when he can. The server decides, this only says so. */
export function useWhyNot(): string | null {
  const { t } = useTranslation("records");
  return useMember()?.role === "read_only" ? t("why_not") : null;
}
