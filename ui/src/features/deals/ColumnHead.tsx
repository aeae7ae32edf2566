import { useTranslation } from "react-i18next";
import type { Stage, Totals } from "@/api/types";
import { useFormat } from "@/i18n/FormatProvider";
import style from "./ColumnHead.module.css";

/** Stage, how many and how much: over all its deals, as the server counted them. */
export function ColumnHead({ stage, totals }: { stage: Stage; totals: Totals | undefined }) {
  const { t } = useTranslation("deals");
  const format = useFormat();
  const count = totals?.count ?? 0;
  return (
    <>
      <h2 className={style.name}>{stage.name}</h2>
      <p className={style.totals}>
        <span>{t("columns", { count, n: format.number(count) })}</span>
        {totals?.values
          .filter((value) => value.amount !== 0)
          .map((value) => (
            <span key={value.currency} title={format.money(value)}>
              {format.moneyShort(value)}
            </span>
          ))}
      </p>
    </>
  );
}
