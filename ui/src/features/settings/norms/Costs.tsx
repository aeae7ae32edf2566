import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { useFormat } from "@/i18n/FormatProvider";
import { EntryTable } from "../EntryTable";
import { useWhyNot } from "../rights";
import { Section } from "../Section";
import { offered, type Spend } from "../setUp";
import { NewSpend } from "./NewSpend";

/** What bringing in leads costs, per source and campaign. */
export default function Costs() {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const { spends, sources, campaigns, workspace } = useCatalogue();
  const whyNot = useWhyNot("targets");
  const named = (list: { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }));
  const sourceName = (spend: Spend) => sources.find(({ id }) => id === spend.source)?.name ?? "";
  const newest = offered(spends).toSorted((a, b) => b.starts.localeCompare(a.starts));
  return (
    <Section title={t("costs.title")} text={t("costs.text")} whyNot={whyNot}>
      {whyNot ? null : <NewSpend />}
      <EntryTable
        kind="spends"
        entries={newest}
        nameOf={(spend) => `${sourceName(spend)} ${format.date(spend.starts)}`}
        whyNot={whyNot}
        currency={workspace.currency}
        empty={t("costs.empty")}
        columns={[
          {
            field: {
              name: "source",
              label: t("source"),
              type: "choice",
              required: true,
              options: named(sources),
            },
            width: "2fr",
          },
          {
            field: {
              name: "campaign",
              label: t("costs.campaign"),
              type: "choice",
              options: named(campaigns),
            },
            width: "2fr",
          },
          {
            field: { name: "starts", label: t("starts"), type: "date", required: true },
            width: "1.3fr",
            shown: ({ starts }) => format.date(starts),
          },
          {
            field: { name: "ends", label: t("ends"), type: "date", required: true },
            width: "1.3fr",
            shown: ({ ends }) => format.date(ends),
          },
          {
            field: { name: "amount", label: t("costs.amount"), type: "money", required: true },
            width: "1.3fr",
            shown: ({ amount }) => format.money(amount),
          },
          { field: { name: "note", label: t("costs.note"), type: "text" }, width: "2fr" },
        ]}
      />
    </Section>
  );
}
