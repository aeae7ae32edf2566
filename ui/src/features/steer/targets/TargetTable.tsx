import { useTranslation } from "react-i18next";
import type { Attained, Figure } from "@/api/types";
import { writeValue } from "@/numbers/figures";
import type { Words } from "@/numbers/notes";
import table from "../Breakdown.module.css";
import { Cell } from "../Cell";
import style from "./TargetsPage.module.css";
import { DIMENSION, type TargetGroup, type TargetRow } from "./whom";

interface Props {
  group: TargetGroup;
  name: string;
  nameOf: (metric: string) => string;
  words: Words;
  onOpen: (metric: string, target: string, by?: string[], row?: string[]) => void;
}

const COLUMNS = ["attainment", "remaining", "pace", "usual_share"] as const;
const METRIC: Record<(typeof COLUMNS)[number], string> = {
  attainment: "attainment",
  remaining: "target_remaining",
  pace: "pace",
  usual_share: "usual_share",
};

/** The targets of one number: how far each is, drawn to scale, and in figures. */
export function TargetTable({ group, name, nameOf, words, onOpen }: Props) {
  const { t } = useTranslation("steer");
  // Of a ratio there is no pace.
  const columns = COLUMNS.filter((column) => group.rows.some(({ attained }) => attained[column]));
  const cell = ({ attained, name: row }: TargetRow, figure: Figure) => (
    <Cell
      key={figure.metric}
      figure={figure}
      row={row}
      name={nameOf(figure.metric)}
      words={words}
      onOpen={() => {
        const dimension = DIMENSION[attained.whom.kind];
        const values = (figure.explain.row ?? []).map(writeValue);
        if (dimension) onOpen(figure.metric, attained.target, [dimension], values);
        else onOpen(figure.metric, attained.target);
      }}
    />
  );
  return (
    <section aria-label={name}>
      <h2 className={style.metric}>{name}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={table.scroll} tabIndex={0} aria-label={t("targets.table", { name })}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col" className={table.plain}>
                {t("targets.whom")}
              </th>
              <th scope="col" className={table.plain}>
                <span className="visually-hidden">{t("targets.drawn")}</span>
              </th>
              <th scope="col" className={table.plain}>
                {t("targets.result")}
              </th>
              <th scope="col" className={table.plain}>
                {t("targets.aim")}
              </th>
              {columns.map((column) => (
                <th key={column} scope="col" className={table.plain}>
                  {nameOf(METRIC[column])}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {group.rows.map((row) => (
              <tr key={row.attained.target} className={row.level === "whole" ? table.total : ""}>
                <th scope="row" data-level={row.level} className={style.whom}>
                  {row.name}
                </th>
                <td className={style.drawn}>
                  <Reached attained={row.attained} />
                </td>
                {cell(row, row.attained.result)}
                <td className={style.plain}>
                  {words.figures.value(row.attained.aim, row.attained.result.unit)}
                </td>
                {columns.map((column) => {
                  const figure = row.attained[column];
                  return figure ? (
                    cell(row, figure)
                  ) : (
                    <td key={column} className={style.plain}>
                      –
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** How far, with a line where one usually is by now; the frame is the target, or the result when that is more. */
function Reached({ attained }: { attained: Attained }) {
  const reached = attained.attainment.value ?? 0;
  const usual = attained.usual_share?.value ?? null;
  const scale = Math.max(1, reached);
  const at = (share: number) => `${Math.max(0, share / scale) * 100}%`;
  return (
    <span className={style.bar} aria-hidden="true">
      <span className={style.reached} style={{ width: at(reached) }} />
      {scale > 1 ? <span className={style.aim} style={{ left: at(1) }} /> : null}
      {usual === null ? null : <span className={style.usual} style={{ left: at(usual) }} />}
    </span>
  );
}
