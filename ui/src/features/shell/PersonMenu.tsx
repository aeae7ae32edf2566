import { Avatar, Menu, useMantineColorScheme } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNarrow } from "@/components/useNarrow";
import { changeLanguage, LANGUAGES } from "@/i18n/i18n";
import style from "./PersonMenu.module.css";

interface Props {
  name: string;
  workspace: string;
  /** The others of this person, to go to. */
  workspaces: { id: string; name: string }[];
  onWorkspace: (id: string) => void;
  onLogOut: () => void;
  onLanguage: (language: string) => void;
}

const SCHEMES = ["auto", "light", "dark"] as const;

/** Who is at the wheel, in which language and light. */
export default function PersonMenu(props: Props) {
  const { t, i18n } = useTranslation("shell");
  const { name, workspace, workspaces, onWorkspace, onLogOut, onLanguage } = props;
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
              onLanguage(language);
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
        {workspaces.length > 1 ? (
          <>
            <Menu.Label>{t("workspaces")}</Menu.Label>
            {workspaces.map((one) => (
              <Menu.Item
                key={one.id}
                disabled={one.name === workspace}
                onClick={() => onWorkspace(one.id)}
              >
                {one.name}
              </Menu.Item>
            ))}
          </>
        ) : null}
        <Menu.Divider />
        <Menu.Item onClick={onLogOut}>{t("log_out")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
