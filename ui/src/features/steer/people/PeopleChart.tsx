import { useTranslation } from "react-i18next";
import type { Figure } from "@/api/types";
import { Axis } from "@/components/chart/Axis";
import { ChartFrame } from "@/components/chart/ChartFrame";
import { IntervalBar } from "@/components/chart/IntervalBar";
import type { Scale } from "@/components/chart/scale";
import { DASH } from "@/numbers/figures";
import type { Words } from "@/numbers/notes";
import style from "./PeopleChart.module.css";
import { isWeak, type NamedPerson } from "./person";

/** One column of drawn intervals. */
export interface Series {
  label: string;
  figureOf: (person: NamedPerson) => Figure | undefined;
  /** Drawn open beside it. */
  besideOf?: (person: NamedPerson) => number | null | undefined;
  isStrong: (person: NamedPerson) => boolean;
}

interface Props {
  title: string;
  question: string;
  people: NamedPerson[];
  series: Series[];
  scale: Scale;
  /** The team's value: one line through all rows. */
  team: number | null | undefined;
  write: (value: number) => string;
  words: Words;
  onOpen: (figure: Figure, person: NamedPerson) => void;
}

/** One row per person, all intervals on one scale with the team's line; pressing one shows its records. */
export function PeopleChart(props: Props) {
  const { title, question, people, series, scale, team, write, words, onOpen } = props;
  const { t } = useTranslation("people");
  const { figures } = words;
  const columns = `minmax(130px, 190px) repeat(${series.length}, minmax(0, 1fr))`;
  const said = (figure: Figure | undefined) =>
    figure ? figures.value(figure.value, figure.unit) : DASH;
  return (
    <ChartFrame
      title={title}
      question={question}
      table={{
        columns: [t("person"), ...series.flatMap(({ label }) => [label, t("interval"), "n"])],
        rows: people.map((person) => ({
          key: person.id,
          cells: [
            person.name,
            ...series.flatMap(({ figureOf }) => {
              const figure = figureOf(person);
              const interval = figure ? figures.interval(figure) : "";
              return [said(figure), interval || DASH, words.format.number(figure?.n ?? 0)];
            }),
          ],
        })),
      }}
    >
      <div className={style.rows} style={{ "--columns": columns } as React.CSSProperties}>
        {series.length > 1 ? (
          <div className={style.heads} aria-hidden="true">
            {series.map(({ label }) => (
              <span key={label}>{label}</span>
            ))}
          </div>
        ) : null}
        {people.map((person) => (
          <div key={person.id} className={style.row}>
            <span className={style.name}>{person.name}</span>
            {series.map(({ label, figureOf, besideOf, isStrong }) => {
              const figure = figureOf(person);
              if (!figure) return <span key={label} />;
              const strong = isStrong(person);
              const weak = isWeak(figure);
              return (
                <button
                  key={label}
                  type="button"
                  className={style.cell}
                  aria-haspopup="dialog"
                  aria-label={`${person.name}, ${label}: ${said(figure)}, ${figures.interval(figure)}`}
                  onClick={() => onOpen(figure, person)}
                >
                  <span className={style.series}>{label}</span>
                  <IntervalBar
                    scale={scale}
                    value={figure.value}
                    interval={figure.interval}
                    beside={besideOf?.(person)}
                    reference={team}
                    weak={weak}
                    strong={strong}
                  />
                  <span
                    className={style.figure}
                    data-strong={strong || undefined}
                    data-weak={weak || undefined}
                  >
                    {said(figure)}
                    <small>{t(weak ? "too_few" : "n", { n: words.format.number(figure.n) })}</small>
                  </span>
                </button>
              );
            })}
          </div>
        ))}
        <div className={style.axes} aria-hidden="true">
          {series.map(({ label }) => (
            <span key={label} className={style.axis}>
              <Axis scale={scale} write={write} />
            </span>
          ))}
        </div>
      </div>
    </ChartFrame>
  );
}
