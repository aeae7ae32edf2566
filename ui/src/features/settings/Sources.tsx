import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { useFormat } from "@/i18n/FormatProvider";
import { EntryTable } from "./EntryTable";
import { useWhyNot } from "./rights";
import { Section } from "./Section";
import { CHANNELS, offered } from "./setUp";

/** Where leads come from, and the efforts that bring them. */
export default function Sources() {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const { sources, campaigns, workspace } = useCatalogue();
  const whyNot = useWhyNot("lists");
  const { currency } = workspace;
  const channels = CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }));
  const sourceOptions = offered(sources).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <Section title={t("kind.sources")} text={t("sources_text")} whyNot={whyNot}>
        <EntryTable
          kind="sources"
          entries={sources}
          whyNot={whyNot}
          currency={currency}
          empty={t("sources_empty")}
          fresh={(name) => ({ name, channel: "other" as const })}
          columns={[
            {
              field: { name: "name", label: t("name"), type: "text", required: true },
              width: "3fr",
            },
            {
              field: {
                name: "channel",
                label: t("channel_label"),
                type: "choice",
                required: true,
                options: channels,
              },
              width: "2fr",
            },
          ]}
        />
      </Section>
      <Section title={t("kind.campaigns")} text={t("campaigns_text")}>
        <EntryTable
          kind="campaigns"
          entries={campaigns}
          whyNot={whyNot}
          currency={currency}
          empty={t("campaigns_empty")}
          fresh={(name) => ({ name })}
          columns={[
            {
              field: { name: "name", label: t("name"), type: "text", required: true },
              width: "3fr",
            },
            {
              field: { name: "source", label: t("source"), type: "choice", options: sourceOptions },
              width: "2fr",
            },
            {
              field: { name: "starts", label: t("starts"), type: "date" },
              width: "1.3fr",
              shown: ({ starts }) => starts && format.date(starts),
            },
            {
              field: { name: "ends", label: t("ends"), type: "date" },
              width: "1.3fr",
              shown: ({ ends }) => ends && format.date(ends),
            },
            {
              field: { name: "cost", label: t("cost"), type: "money" },
              width: "1.3fr",
              shown: ({ cost }) => cost && format.money(cost),
            },
          ]}
        />
      </Section>
    </>
  );
}
