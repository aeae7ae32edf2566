import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { EntrySwitch } from "./EntrySwitch";
import { EntryTable } from "./EntryTable";
import { useWhyNot } from "./rights";
import { Section } from "./Section";
import type { LossReason } from "./setUp";

/** Why and to whom deals are lost. */
export default function Losing() {
  const { t } = useTranslation("settings");
  const { loss_reasons, competitors, workspace } = useCatalogue();
  const whyNot = useWhyNot("lists");
  const { currency } = workspace;
  const name = { name: "name", label: t("name"), type: "text", required: true } as const;
  const offeredFor = (field: "for_deals" | "for_leads") => ({
    field: { name: field, label: t(field), type: "yes_no" as const },
    width: "1fr",
    cell: (entry: LossReason) => (
      <EntrySwitch
        kind="loss-reasons"
        entry={entry}
        field={field}
        label={t(field)}
        whyNot={whyNot}
      />
    ),
  });
  return (
    <>
      <Section title={t("kind.loss-reasons")} text={t("loss_reasons_text")} whyNot={whyNot}>
        <EntryTable
          kind="loss-reasons"
          entries={loss_reasons}
          whyNot={whyNot}
          currency={currency}
          empty={t("loss_reasons_empty")}
          fresh={(given) => ({ name: given, for_deals: true, for_leads: false })}
          columns={[
            { field: name, width: "3fr" },
            offeredFor("for_deals"),
            offeredFor("for_leads"),
          ]}
        />
      </Section>
      <Section title={t("kind.competitors")} text={t("competitors_text")}>
        <EntryTable
          kind="competitors"
          entries={competitors}
          whyNot={whyNot}
          currency={currency}
          empty={t("competitors_empty")}
          fresh={(given) => ({ name: given })}
          columns={[{ field: name, width: "1fr" }]}
        />
      </Section>
    </>
  );
}
