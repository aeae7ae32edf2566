import { Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Figure, Numbers } from "@/api/types";
import type { Trend } from "@/numbers/api";
import { firstNote, notesOf, type Words, whyNone } from "@/numbers/notes";
import { periodName } from "@/numbers/periods";
import { TrendLine } from "@/numbers/TrendLine";
import type { Section } from "./sections";
import style from "./Tiles.module.css";

interface Props {
  sections: Section[];
  /** Nothing while they are on their way: the tiles keep their places. */
  numbers: Numbers | undefined;
  trends: Record<string, Trend>;
  words: Words;
  nameOf: (metric: string) => string;
  onOpen: (metric: string) => void;
}

/** The numbers at a glance: each with what is read beside it, and every figure opens. */
export function Tiles({ sections, numbers, trends, words, nameOf, onOpen }: Props) {
  const { t } = useTranslation("steer");
  const reference = numbers?.compared_with
    ? periodName(numbers.compared_with, words.format)
    : undefined;
  const figures = new Map(numbers?.totals.map((figure) => [figure.metric, figure]));
  return (
    <ul className={style.tiles} aria-label={t("tiles")} aria-busy={!numbers}>
      {sections.map(({ number, metrics: [first = "", ...others] }) => (
        <li key={number} className={style.tile}>
          <Shown
            figure={figures.get(first)}
            reference={reference}
            words={words}
            onOpen={() => onOpen(first)}
          >
            {(figure) => (
              <Hero figure={figure} name={nameOf(first)} trend={trends[first]} words={words} />
            )}
          </Shown>
          {others.map((metric) => (
            <Shown
              key={metric}
              beside
              figure={figures.get(metric)}
              reference={reference}
              words={words}
              onOpen={() => onOpen(metric)}
            >
              {(figure) => <Beside figure={figure} name={nameOf(metric)} words={words} />}
            </Shown>
          ))}
        </li>
      ))}
    </ul>
  );
}

interface ShownProps {
  figure: Figure | undefined;
  /** Small, under the number itself. */
  beside?: boolean;
  reference: string | undefined;
  words: Words;
  children: (figure: Figure | undefined) => ReactNode;
  onOpen: () => void;
}

/** A figure that tells what it stands on when it is looked at, and opens. */
function Shown({ figure, beside, reference, words, children, onOpen }: ShownProps) {
  return (
    <Tooltip
      multiline
      w={260}
      disabled={!figure}
      label={figure ? <Details figure={figure} reference={reference} words={words} /> : null}
      events={{ hover: true, focus: true, touch: false }}
    >
      <button
        type="button"
        className={beside ? style.beside : style.hero}
        onClick={onOpen}
        disabled={!figure}
        aria-haspopup="dialog"
      >
        {children(figure)}
      </button>
    </Tooltip>
  );
}

interface FigureProps {
  figure: Figure | undefined;
  name: string;
  words: Words;
}

function Hero({ figure, name, trend, words }: FigureProps & { trend: Trend | undefined }) {
  const none = !figure || figure.value === null;
  const note = figure ? (none ? whyNone(figure, words) : firstNote(figure, words)) : "";
  return (
    <>
      <span className={style.name}>{name}</span>
      <span className={style.middle}>
        <span className={style.figure} data-none={none || undefined}>
          {figure ? words.figures.of(figure) : null}
        </span>
        {trend ? <TrendLine values={trend.values} /> : null}
      </span>
      <Change figure={figure} words={words} />
      {note ? <span className={style.note}>{note}</span> : null}
    </>
  );
}

function Beside({ figure, name, words }: FigureProps) {
  return (
    <>
      <span className={style.name}>{name}</span>
      <span className={style.small} data-none={figure?.value === null || undefined}>
        {figure ? words.figures.of(figure) : null}
      </span>
      <Change figure={figure} words={words} />
    </>
  );
}

/** What it rose or fell, with the verdict in words. */
function Change({ figure, words }: Omit<FigureProps, "name">) {
  const comparison = figure?.value === null ? null : figure?.comparison;
  const real = comparison?.verdict === "higher" || comparison?.verdict === "lower";
  return (
    <span className={style.change} data-real={real || undefined}>
      {figure ? words.figures.verdict(comparison, figure.unit) : null}
    </span>
  );
}

interface DetailsProps {
  figure: Figure;
  reference: string | undefined;
  words: Words;
}

/** n, interval and reference: what stands behind a figure. */
function Details({ figure, reference, words }: DetailsProps) {
  const { t, figures, format } = words;
  const interval = figures.interval(figure);
  const fraction = figures.fraction(figure);
  const { comparison, unit } = figure;
  return (
    <span className={style.details}>
      <span>{fraction || t("tile.n", { n: format.number(figure.n) })}</span>
      {interval ? <span>{t("tile.interval", { interval })}</span> : null}
      {comparison && reference ? (
        <span>
          {t("tile.reference", {
            period: reference,
            value: figures.value(comparison.value, unit),
            n: format.number(comparison.n),
          })}
        </span>
      ) : null}
      {notesOf(figure, words).map((note) => (
        <span key={note}>{note}</span>
      ))}
    </span>
  );
}
