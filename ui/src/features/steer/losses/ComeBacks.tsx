import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { Losses } from "@/api/types";
import type { Words } from "@/numbers/notes";
import { Linked } from "@/records/Linked";
import table from "../Breakdown.module.css";
import style from "./Losses.module.css";

/** So many are shown before more are asked for. */
const FIRST = 15;

/** Lost deals of parties that have no other deal open and have won none since: the largest first. */
export function ComeBacks({ losses, words }: { losses: Losses; words: Words }) {
  const { t } = useTranslation("losses");
  const { loss_reasons } = useCatalogue();
  const [all, setAll] = useState(false);
  const { format, figures } = words;
  const told = [...losses.come_back].sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
  const shown = all ? told : told.slice(0, FIRST);
  const reason = (id: string | null | undefined) =>
    loss_reasons.find((one) => one.id === id)?.name ?? t("no_reason");
  return (
    <section aria-label={t("come_back.title")} className={style.section}>
      <h2>{t("come_back.finding", { count: losses.come_backs })}</h2>
      <p className={style.note}>
        {t("come_back.subtitle")}
        {told.length < losses.come_backs ? ` ${t("come_back.latest", { count: told.length })}` : ""}
      </p>
      {told.length ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <section className={table.scroll} tabIndex={0} aria-label={t("come_back.table")}>
          <table className={table.table}>
            <thead>
              <tr>
                {["deal", "value", "reason", "lost_at"].map((key) => (
                  <th key={key} scope="col" className={table.plain}>
                    {t(`come_back.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((back) => (
                <tr key={back.deal}>
                  <th scope="row">
                    <Linked id={back.deal} refs={losses.refs} />
                  </th>
                  <td className={style.plain}>{figures.value(back.value, "money")}</td>
                  <td className={style.plain}>{reason(back.reason)}</td>
                  <td className={style.plain}>{format.date(format.dayOf(back.lost_at))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
      {shown.length < told.length ? (
        <button type="button" className={table.more} onClick={() => setAll(true)}>
          {t("come_back.more", { count: told.length })}
        </button>
      ) : null}
    </section>
  );
}
