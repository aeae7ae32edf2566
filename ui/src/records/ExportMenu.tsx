import { ActionIcon, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { PATHS } from "@/api/records";
import { useMember } from "@/api/session";
import type { RecordKind } from "@/api/types";
import { useNarrow } from "@/components/useNarrow";

interface Props {
  kind: RecordKind;
  filter: readonly string[];
  sort: string;
}

/** The list as a file: all its rows, not only those on the screen. */
export function ExportMenu({ kind, filter, sort }: Props) {
  const { t, i18n } = useTranslation("records");
  const member = useMember();
  const narrow = useNarrow();
  if (narrow) return null;
  const allowed = member?.role === "owner" || member?.role === "manager";
  const search = new URLSearchParams(filter.map((one) => ["filter", one]));
  search.set("sort", sort);
  search.set("language", i18n.language.slice(0, 2));
  const address = (form: string) => `/api/v1/export${PATHS[kind]}.${form}?${search}`;
  const label = allowed ? t("export.title") : t("export.not_yours");
  return (
    <Menu position="bottom-end" disabled={!allowed}>
      <Menu.Target>
        <ActionIcon aria-label={label} title={label} disabled={!allowed}>
          <IconDownload size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {["xlsx", "csv"].map((form) => (
          <Menu.Item key={form} component="a" href={address(form)} download>
            {t(`export.${form}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
