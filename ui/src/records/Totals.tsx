import { useTranslation } from "react-i18next";
import type { Totals as TotalsOf } from "@/api/types";
import { useFormat } from "@/i18n/FormatProvider";
import style from "./Totals.module.css";

/** `140 · € 1,2 mln.`: over all rows, as the server counted them. */
export function Totals({ totals, money }: { totals: TotalsOf | undefined; money: boolean }) {
  const { t } = useTranslation("records");
  const format = useFormat();
  if (!totals) return null;
  const values = money ? totals.values.filter((value) => value.amount !== 0) : [];
  return (
    <div className={style.totals} aria-live="polite">
      {t("rows", { count: totals.count, n: format.number(totals.count) })}
      {values.map((value) => (
        <span key={value.currency} title={format.money(value)}>
          {" · "}
          {format.moneyShort(value)}
        </span>
      ))}
    </div>
  );
}
