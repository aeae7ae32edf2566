import { useTranslation } from "react-i18next";
import { fileOf } from "@/api/http";
import { PATHS } from "@/api/records";
import { useMember } from "@/api/session";
import type { RecordKind } from "@/api/types";
import { DownloadMenu } from "@/components/DownloadMenu";

interface Props {
  kind: RecordKind;
  filter: readonly string[];
  sort: string;
}

/** The list as a file: all its rows, not only those on the screen. */
export function ExportMenu({ kind, filter, sort }: Props) {
  const { t } = useTranslation("records");
  const member = useMember();
  const allowed = member?.role === "owner" || member?.role === "manager";
  return (
    <DownloadMenu
      label={allowed ? t("export.title") : t("export.not_yours")}
      href={fileOf(PATHS[kind], { filter, sort })}
      disabled={!allowed}
    />
  );
}
