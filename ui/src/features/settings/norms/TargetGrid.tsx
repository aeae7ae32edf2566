import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Catalogue } from "@/api/types";
import { useFormat } from "@/i18n/FormatProvider";
import type { Metric, Period, Target, TargetValue } from "../setUp";
import { explain } from "../words";
import { readTarget, typedTarget } from "./numbers";
import { periodName, startsOf } from "./periods";
import { usePutMany } from "./putMany";
import style from "./Targets.module.css";
import { cellKey, targetRows } from "./targetRows";

interface Props {
  catalogue: Catalogue;
  metric: Metric;
  period: Period;
  year: number;
  targets: Target[];
  whyNot: string | null;
}

/** Where an arrow, Enter or Tab leads. */
const STEPS: Record<string, [number, number]> = {
  Enter: [1, 0],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
};

/** Saves typed cells, all or none; says which of them do not read and why. */
function useSave(
  metric: Props["metric"],
  period: Props["period"],
  known: Map<string, TargetValue>,
  cellAt: (row: number, column: number) => Pick<Target, "whom" | "starts"> | null,
  currency: string,
) {
  const { t } = useTranslation("settings");
  const { locale } = useFormat();
  const put = usePutMany("targets");
  const [wrong, setWrong] = useState<{ keys: string[]; why: string } | null>(null);
  const save = async (cells: { row: number; column: number; text: string }[]) => {
    const items = [];
    const unread: string[] = [];
    const keys: string[] = [];
    for (const { row, column, text } of cells) {
      const cell = cellAt(row, column);
      if (!cell) continue;
      const key = cellKey(cell.whom, cell.starts);
      const value = text.trim() ? readTarget(text, metric, currency, locale) : null;
      if (text.trim() && value === null) unread.push(key);
      else if (!sameValue(value, known.get(key) ?? null)) {
        keys.push(key);
        items.push({ metric, period, value, ...cell });
      }
    }
    setWrong(unread.length ? { keys: unread, why: t("targets.not_a_number") } : null);
    if (items.length === 0) return;
    try {
      await put.mutateAsync(items);
    } catch (error) {
      setWrong({ keys: [...unread, ...keys], why: explain(t)(error) });
    }
  };
  return { save, wrong };
}

/** Rows are for whom, columns are periods. A cell is saved when it is left; empty takes it away. */
export function TargetGrid({ catalogue, metric, period, year, targets, whyNot }: Props) {
  const { t } = useTranslation("settings");
  const { locale } = useFormat();
  const table = useRef<HTMLTableElement>(null);
  const { currency } = catalogue.workspace;
  const columns = startsOf(period, year);
  const known = new Map(targets.map((one) => [cellKey(one.whom, one.starts), one.value]));
  const all = targetRows(catalogue, targets);
  // Who may change nothing sees what there is.
  const rows = whyNot
    ? all.filter((row) => columns.some((starts) => known.has(cellKey(row.whom, starts))))
    : all;

  const { save, wrong } = useSave(
    metric,
    period,
    known,
    (row, column) => {
      const [to, starts] = [rows[row], columns[column]];
      return to && starts ? { whom: to.whom, starts } : null;
    },
    currency,
  );

  const focus = (row: number, column: number) =>
    table.current?.querySelector<HTMLInputElement>(`[data-cell="${row} ${column}"]`)?.focus();

  const onKeyDown = (row: number, column: number) => (event: KeyboardEvent<HTMLInputElement>) => {
    const step = STEPS[event.key];
    if (event.key === "Escape") {
      event.currentTarget.value = event.currentTarget.defaultValue;
      event.currentTarget.select();
    }
    if (!step) return;
    event.preventDefault();
    const [down, aside] = event.shiftKey && event.key === "Enter" ? [-1, 0] : step;
    focus(row + down, column + aside);
  };

  /** A block from a spreadsheet fills the cells from here on. */
  const onPaste = (row: number, column: number) => (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const cells = text
      .split(/\r?\n/)
      .flatMap((line, down) =>
        line
          .split("\t")
          .map((one, aside) => ({ row: row + down, column: column + aside, text: one })),
      );
    // Cells with a new value are drawn anew; the hand stays where it was.
    void save(cells).then(() => requestAnimationFrame(() => focus(row, column)));
  };

  if (rows.length === 0) return <p className={style.hint}>{t("targets.none")}</p>;
  return (
    <>
      <div className={style.frame}>
        <table ref={table} className={style.grid} aria-label={t(`targets.metrics.${metric}`)}>
          <thead>
            <tr>
              <th scope="col">{t("targets.whom")}</th>
              {columns.map((starts) => (
                <th key={starts} scope="col" className={style.number}>
                  {periodName(period, starts, locale)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((to, row) => (
              <tr key={to.key} className={style[to.level]}>
                <th scope="row">
                  <span>{to.name}</span>
                </th>
                {columns.map((starts, column) => {
                  const key = cellKey(to.whom, starts);
                  const value = known.get(key);
                  const shown = value === undefined ? "" : typedTarget(value, metric, locale);
                  return (
                    <td key={starts}>
                      <input
                        // What others or a paste made of it replaces what stood here.
                        key={shown}
                        data-cell={`${row} ${column}`}
                        className={style.cell}
                        inputMode="decimal"
                        aria-label={t("targets.cell", {
                          name: to.name,
                          period: periodName(period, starts, locale),
                        })}
                        aria-invalid={wrong?.keys.includes(key) || undefined}
                        readOnly={whyNot !== null}
                        defaultValue={shown}
                        onFocus={(event) => event.currentTarget.select()}
                        onKeyDown={onKeyDown(row, column)}
                        onPaste={onPaste(row, column)}
                        onBlur={(event) => {
                          const text = event.currentTarget.value;
                          if (text !== shown) void save([{ row, column, text }]);
                        }}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {wrong ? (
        <p className={style.wrong} role="alert">
          {wrong.why}
        </p>
      ) : null}
    </>
  );
}

const sameValue = (a: TargetValue | null, b: TargetValue | null) =>
  typeof a === "object" && typeof b === "object"
    ? a?.amount === b?.amount && a?.currency === b?.currency
    : a === b;
