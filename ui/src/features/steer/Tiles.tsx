import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Figure, Numbers } from "@/api/types";
import type { Trend } from "@/numbers/api";
import { firstNote, notesOf, type Words, whyNone } from "@/numbers/notes";
import { periodName } from "@/numbers/periods";
import { TrendLine } from "@/numbers/TrendLine";
import style from "./Tiles.module.css";

interface Props {
  numbers: Numbers;
  trends: Record<string, Trend>;
  words: Words;
  nameOf: (metric: string) => string;
  onOpen: (metric: string) => void;
}

/** The numbers at a glance: each a tile that opens. */
export function Tiles({ numbers, trends, words, nameOf, onOpen }: Props) {
  const { t } = useTranslation("steer");
  const reference = numbers.compared_with
    ? periodName(numbers.compared_with, words.format)
    : undefined;
  return (
    <ul className={style.tiles} aria-label={t("tiles")}>
      {numbers.totals.map((figure) => (
        <li key={figure.metric}>
          <Tile
            figure={figure}
            name={nameOf(figure.metric)}
            trend={trends[figure.metric]}
            reference={reference}
            words={words}
            onOpen={() => onOpen(figure.metric)}
          />
        </li>
      ))}
    </ul>
  );
}

interface TileProps {
  figure: Figure;
  name: string;
  trend: Trend | undefined;
  reference: string | undefined;
  words: Words;
  onOpen: () => void;
}

function Tile({ figure, name, trend, reference, words, onOpen }: TileProps) {
  const { figures } = words;
  const none = figure.value === null;
  const comparison = none ? null : figure.comparison;
  const real = comparison?.verdict === "higher" || comparison?.verdict === "lower";
  const note = none ? whyNone(figure, words) : firstNote(figure, words);
  return (
    <Tooltip
      multiline
      w={260}
      label={<Details figure={figure} reference={reference} words={words} />}
      events={{ hover: true, focus: true, touch: false }}
    >
      <button type="button" className={style.tile} onClick={onOpen} aria-haspopup="dialog">
        <span className={style.name}>{name}</span>
        <span className={style.middle}>
          <span className={style.figure} data-none={none || undefined}>
            {figures.value(figure.value, figure.unit)}
          </span>
          {trend ? <TrendLine values={trend.values} /> : null}
        </span>
        <span className={style.change} data-real={real || undefined}>
          {figures.verdict(comparison, figure.unit)}
        </span>
        <span className={style.note}>{note}</span>
      </button>
    </Tooltip>
  );
}

/** n, interval and reference: what stands behind a figure. */
function Details({ figure, reference, words }: Pick<TileProps, "figure" | "reference" | "words">) {
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
