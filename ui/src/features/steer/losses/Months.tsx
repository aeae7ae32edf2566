import { useTranslation } from "react-i18next";
import type { Losses } from "@/api/types";
import { stringifySearch } from "@/app/search";
import { A } from "@/components/A";
import { ChartFrame } from "@/components/chart/ChartFrame";
import type { Words } from "@/numbers/notes";
import { periodName } from "@/numbers/periods";
import { useSteering } from "../useSteer";
import style from "./Losses.module.css";
import type { NamedLoss } from "./LossesPage";

interface Props {
  losses: Losses;
  rows: NamedLoss[];
  finding: string;
  words: Words;
}

/** What was lost month by month, the most frequent row dark; a month leads to that month alone. */
export function Months({ losses, rows, finding, words }: Props) {
  const { t } = useTranslation("losses");
  const { steering } = useSteering();
  const { format } = words;
  const most = Math.max(1, ...losses.months.map((month) => month.count));
  const height = (count: number) => `${(100 * count) / most}%`;
  const short = new Intl.DateTimeFormat(format.locale, { month: "short", timeZone: "UTC" });
  return (
    <ChartFrame
      title={finding}
      question={t("chart", { name: rows[0]?.name ?? "" })}
      table={{
        columns: [t("month"), t("all"), ...rows.map((row) => row.name)],
        rows: losses.months.map(({ month, count, counts }) => ({
          key: month,
          cells: [periodName(month, format), format.number(count), ...counts.map(format.number)],
        })),
      }}
    >
      <ol className={style.months} aria-label={t("months")}>
        {losses.months.map(({ month, count, counts }) => (
          <li key={month}>
            <A
              className={style.month}
              href={`/steer/losses${stringifySearch({ ...steering, period: month })}`}
              aria-label={t("month_link", {
                month: periodName(month, format),
                count,
                first: counts[0] ?? 0,
                name: rows[0]?.name ?? "",
              })}
            >
              <span className={style.count}>{format.number(count)}</span>
              <span className={style.column} style={{ height: height(count) }}>
                <span
                  className={style.first}
                  style={{ height: count ? `${(100 * (counts[0] ?? 0)) / count}%` : 0 }}
                />
              </span>
              <span className={style.label}>{short.format(new Date(`${month}-01T00:00:00Z`))}</span>
            </A>
          </li>
        ))}
      </ol>
    </ChartFrame>
  );
}
