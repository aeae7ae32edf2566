import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { useFormat } from "@/i18n/FormatProvider";
import { EntryTable } from "./EntryTable";
import { useWhyNot } from "./rights";
import { Section } from "./Section";

/** What is sold, for the lines of deals. */
export default function Products() {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const { products, workspace } = useCatalogue();
  const whyNot = useWhyNot("lists");
  return (
    <Section title={t("kind.products")} text={t("products_text")} whyNot={whyNot}>
      <EntryTable
        kind="products"
        entries={products}
        whyNot={whyNot}
        currency={workspace.currency}
        empty={t("products_empty")}
        fresh={(name) => ({ name })}
        columns={[
          { field: { name: "name", label: t("name"), type: "text", required: true }, width: "3fr" },
          { field: { name: "code", label: t("code"), type: "text" }, width: "1.5fr" },
          { field: { name: "family", label: t("family"), type: "text" }, width: "2fr" },
          {
            field: { name: "price", label: t("price"), type: "money" },
            width: "1.5fr",
            shown: ({ price }) => price && format.money(price),
          },
          { field: { name: "unit", label: t("unit"), type: "text" }, width: "1fr" },
        ]}
      />
    </Section>
  );
}
