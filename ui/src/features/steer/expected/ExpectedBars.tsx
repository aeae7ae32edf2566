import { useTranslation } from "react-i18next";
import type { ExpectedRevenue } from "@/api/types";
import { Axis } from "@/components/chart/Axis";
import { scaleTo } from "@/components/chart/scale";
import type { Words } from "@/numbers/notes";
import { useOpen } from "../Opened";
import style from "./Expected.module.css";

interface Props {
  expected: ExpectedRevenue;
  nameOf: (when: string) => string;
  words: Words;
}

/** In the order in which the bars of a row lie under each other. */
const BARS = ["open_value", "weighted_gut", "weighted_stage"];

/** Per month what is open, and the same weighted by gut feeling and by stage, all to one scale. */
export function ExpectedBars({ expected, nameOf, words }: Props) {
  const { t } = useTranslation("expected");
  const open = useOpen();
  const { figures, format } = words;
  const of = (row: ExpectedRevenue["rows"][number], metric: string) =>
    row.figures.find((figure) => figure.metric === metric);
  const scale = scaleTo(
    expected.rows.flatMap((row) => BARS.map((metric) => of(row, metric)?.value)),
  );
  const whole = (metric: string) => {
    const figure = expected.total.find((one) => one.metric === metric);
    return figures.value(figure?.value, figure?.unit ?? "money");
  };
  const overdue = expected.rows.find((row) => row.when === "overdue");
  const late = overdue && of(overdue, "open_count");
  return (
    <section aria-label={t("title")} className={style.section}>
      <h2>
        {late?.value
          ? t("finding_overdue", { value: whole("open_value"), count: late.value })
          : t("finding", { value: whole("open_value") })}
      </h2>
      <p className={style.note}>{t("no_forecast")}</p>
      <ul className={style.legend} aria-hidden="true">
        {BARS.map((metric) => (
          <li key={metric}>
            <span className={style.swatch} data-bar={metric} />
            {t(`column.${metric}`)}
          </li>
        ))}
      </ul>
      <ol className={style.rows}>
        {expected.rows.map((row) => {
          const value = of(row, "open_value");
          const apart = !/^\d/.test(row.when);
          return value ? (
            <li key={row.when} data-apart={apart || undefined}>
              <button
                type="button"
                className={style.row}
                aria-haspopup="dialog"
                onClick={() => open(value)}
              >
                <span className={style.name}>{nameOf(row.when)}</span>
                <span className={style.track}>
                  {BARS.map((metric) => (
                    <span
                      key={metric}
                      className={style.bar}
                      data-bar={metric}
                      style={{ width: `${100 * scale.at(of(row, metric)?.value ?? 0)}%` }}
                    />
                  ))}
                </span>
                <span className={style.value}>{figures.value(value.value, value.unit)}</span>
              </button>
            </li>
          ) : null;
        })}
        <li className={style.row} data-axis aria-hidden>
          <span />
          <Axis
            scale={scale}
            write={(amount) => format.moneyShort({ amount, currency: expected.currency })}
          />
        </li>
      </ol>
    </section>
  );
}
