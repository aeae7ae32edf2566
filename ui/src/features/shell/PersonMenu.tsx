import { Avatar, Menu, useMantineColorScheme } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNarrow } from "@/components/useNarrow";
import { changeLanguage, LANGUAGES } from "@/i18n/i18n";
import style from "./PersonMenu.module.css";

interface Props {
  name: string;
  workspace: string;
  onLogOut: () => void;
  onLanguage?: (language: string) => void;
}

const SCHEMES = ["auto", "light", "dark"] as const;

/** Who is at the wheel, in which language and light. */
export default function PersonMenu({ name, workspace, onLogOut, onLanguage }: Props) {
  const { t, i18n } = useTranslation("shell");
  const narrow = useNarrow();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const check = (on: boolean) => (on ? <IconCheck size={14} aria-hidden /> : null);
  return (
    <Menu position={narrow ? "top-start" : "right-end"} width={220}>
      <Menu.Target>
        <button type="button" className={style.person} aria-label={t("person_menu", { name })}>
          <Avatar size={32} name={name} color="petrol" radius="xl" alt="" />
          {narrow ? name : null}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <strong>{name}</strong>
          <br />
          {workspace}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t("language")}</Menu.Label>
        {LANGUAGES.map((language) => (
          <Menu.Item
            key={language}
            rightSection={check(i18n.language === language)}
            onClick={() => {
              void changeLanguage(language);
              onLanguage?.(language);
            }}
          >
            {t(`languages.${language}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("theme")}</Menu.Label>
        {SCHEMES.map((scheme) => (
          <Menu.Item
            key={scheme}
            rightSection={check(colorScheme === scheme)}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`themes.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={onLogOut}>{t("log_out")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
