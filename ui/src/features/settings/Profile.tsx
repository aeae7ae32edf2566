import { SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { useMember } from "@/api/session";
import { InlineField } from "@/components/fields/InlineField";
import { changeLanguage, isLanguage, LANGUAGES } from "@/i18n/i18n";
import { useChangeMe } from "./access";
import { Password } from "./Password";
import style from "./Profile.module.css";
import { Section } from "./Section";
import { Sessions } from "./Sessions";
import { Tokens } from "./Tokens";
import { explain } from "./words";

const SCHEMES = ["auto", "light", "dark"] as const;

/** Oneself: how the screen speaks and looks, and the ways in. */
export default function Profile() {
  const { t, i18n } = useTranslation("settings");
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { teams } = useCatalogue();
  const me = useMember();
  const change = useChangeMe();
  if (!me) return null;
  const team = teams.find((one) => one.id === me.team)?.name;
  return (
    <>
      <Section title={t("section.profile")} text={me.email ?? ""}>
        <InlineField
          field={{ name: "name", label: t("name"), type: "text", required: true }}
          value={me.name}
          shown={me.name}
          explain={explain(t)}
          onSave={async (name) => {
            await change.mutateAsync({ name: String(name ?? "") });
          }}
        />
        <dl className={style.facts}>
          <dt>{t("role")}</dt>
          <dd>{t(`roles.${me.role}`)}</dd>
          <dt>{t("sees")}</dt>
          <dd>{t(`scopes.${me.role === "owner" ? "all" : me.sees}`)}</dd>
          <dt>{t("team")}</dt>
          <dd>{team ?? t("no_team")}</dd>
        </dl>
      </Section>
      <Section title={t("screen")} text={t("screen_text")}>
        <div className={style.choices}>
          <span id="settings-language">{t("language")}</span>
          <SegmentedControl
            aria-labelledby="settings-language"
            value={i18n.language}
            onChange={(next) => {
              if (!isLanguage(next)) return;
              void changeLanguage(next);
              change.mutate({ language: next });
            }}
            data={LANGUAGES.map((value) => ({ value, label: t(`languages.${value}`) }))}
          />
          <span id="settings-theme">{t("theme")}</span>
          <SegmentedControl
            aria-labelledby="settings-theme"
            value={colorScheme}
            onChange={(next) => setColorScheme(next as (typeof SCHEMES)[number])}
            data={SCHEMES.map((value) => ({ value, label: t(`themes.${value}`) }))}
          />
        </div>
      </Section>
      <Password />
      <Sessions />
      <Tokens />
    </>
  );
}
