import { useTranslation } from "react-i18next";
import type { Losses, LossRow } from "@/api/types";
import type { Words } from "@/numbers/notes";
import table from "../Breakdown.module.css";
import { Cell } from "../Cell";
import { useOpen } from "../Opened";
import type { NamedLoss } from "./LossesPage";

interface Props {
  losses: Losses;
  rows: NamedLoss[];
  words: Words;
}

/** How many, what they were worth, and which share of all that was lost. */
export function LossTable({ losses, rows, words }: Props) {
  const { t } = useTranslation("losses");
  const { t: steer } = useTranslation("steer");
  const open = useOpen();
  const cells = (name: string, loss: LossRow, row?: string[]) =>
    (["count", "value", "share"] as const).map((key) => (
      <Cell
        key={key}
        figure={loss[key]}
        row={name}
        name={t(key)}
        words={words}
        // The records of a share are those that were lost.
        onOpen={() => open(key === "share" ? loss.count : loss[key], row)}
      />
    ));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={table.scroll} tabIndex={0} aria-label={t("table")}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col" className={table.plain}>
              {losses.group_by.map((id) => steer(`dimension.${id}`, id)).join(" · ")}
            </th>
            {(["count", "value", "share"] as const).map((key) => (
              <th key={key} scope="col" className={table.plain}>
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr className={table.total}>
            <th scope="row">{t("all")}</th>
            {cells(t("all"), losses.total)}
          </tr>
          {rows.map(({ row, name, loss }) => (
            <tr key={row.join(" ")}>
              <th scope="row">{name}</th>
              {cells(name, loss, row)}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
