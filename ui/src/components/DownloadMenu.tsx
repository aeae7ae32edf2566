import { ActionIcon, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNarrow } from "./useNarrow";

interface Props {
  /** What is downloaded, in words. */
  label: string;
  /** Where it is in a form and a language. */
  href: (form: string, language: string) => string;
  disabled?: boolean;
}

/** Something as a file, to be worked on elsewhere; not on a phone. */
export function DownloadMenu({ label, href, disabled = false }: Props) {
  const { t, i18n } = useTranslation("components");
  if (useNarrow()) return null;
  const language = i18n.language.slice(0, 2);
  return (
    <Menu position="bottom-end" disabled={disabled}>
      <Menu.Target>
        <ActionIcon aria-label={label} title={label} disabled={disabled}>
          <IconDownload size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(["xlsx", "csv"] as const).map((form) => (
          <Menu.Item key={form} component="a" href={href(form, language)} download>
            {t(`download.${form}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
