import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { EntryTable } from "./EntryTable";
import { useWhyNot } from "./rights";
import { Section } from "./Section";
import { COLOURS } from "./setUp";
import style from "./Tags.module.css";

/** Words to put on records, each with its colour. */
export default function Tags() {
  const { t } = useTranslation("settings");
  const { tags, workspace } = useCatalogue();
  const whyNot = useWhyNot("lists");
  const colours = COLOURS.map((value) => ({ value, label: t(`colour.${value}`) }));
  const swatch = (colour: string | null) => (
    <span className={style.swatch} data-colour={colour ?? "grey"}>
      {t(`colour.${colour ?? "grey"}`)}
    </span>
  );
  return (
    <Section title={t("kind.tags")} text={t("tags_text")} whyNot={whyNot}>
      <EntryTable
        kind="tags"
        entries={tags}
        whyNot={whyNot}
        currency={workspace.currency}
        empty={t("tags_empty")}
        fresh={(name) => {
          // The next colour, so that tags differ from the start.
          const colour = COLOURS[tags.length % COLOURS.length];
          return { name, ...(colour ? { colour } : {}) };
        }}
        columns={[
          { field: { name: "name", label: t("name"), type: "text", required: true }, width: "3fr" },
          {
            field: { name: "colour", label: t("colour_label"), type: "choice", options: colours },
            width: "2fr",
            shown: ({ colour }) => swatch(colour),
          },
        ]}
      />
    </Section>
  );
}
