import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { Deal } from "@/api/types";
import { Section } from "@/components/record/RecordLayout";
import { useFormat } from "@/i18n/FormatProvider";
import style from "./Products.module.css";
import { ProductsDialog } from "./ProductsDialog";

/** The products on a deal; with lines its value is their sum, made by the server. */
export function Products({ deal }: { deal: Deal }) {
  const { t } = useTranslation("deals");
  const format = useFormat();
  const { products, workspace } = useCatalogue();
  const [editing, setEditing] = useState(false);
  const currency = deal.value?.currency ?? workspace.currency;
  return (
    <Section
      title={t("lines.title")}
      action={
        deal.removed_at ? null : (
          <Button variant="subtle" size="compact-sm" onClick={() => setEditing(true)}>
            {t(deal.lines.length ? "lines.change" : "lines.add")}
          </Button>
        )
      }
    >
      {deal.lines.length ? (
        <ul className={style.lines}>
          {deal.lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
            <li key={at}>
              <span>
                {products.find((one) => one.id === line.product)?.name ?? line.description ?? "–"}
              </span>
              <span className={style.numbers}>
                {format.number(Number(line.quantity))} ×{" "}
                {format.money({ amount: line.unit_price, currency })}
                {Number(line.discount) ? ` −${format.percent(Number(line.discount) / 100)}` : null}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p className={style.none}>{t("lines.none")}</p>
      )}
      {editing ? <ProductsDialog deal={deal} onClose={() => setEditing(false)} /> : null}
    </Section>
  );
}
