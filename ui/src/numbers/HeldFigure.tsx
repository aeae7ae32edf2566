import { Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Figure, HeldAgainst } from "@/api/types";
import { againstWords, direction, foremost } from "./against";
import style from "./HeldFigure.module.css";
import { notesOf, type Words } from "./notes";

interface Props {
  figure: Figure;
  /** What it is held against; its own comparison is taken to be with the year before. */
  against: readonly HeldAgainst[];
  name: string;
  /** Whose number it is: a stage, a row. */
  of: string;
  words: Words;
  children: ReactNode;
  onOpen: () => void;
}

/** A figure in a line of text: it explains itself when it is looked at, and opens. */
export function HeldFigure({ figure, against, name, of, words, children, onOpen }: Props) {
  const { t } = useTranslation("steer");
  const { figures, format } = words;
  const held: HeldAgainst[] = figure.comparison
    ? [...against, { yardstick: "last_year", comparison: figure.comparison }]
    : [...against];
  const told = direction(foremost(held));
  const interval = figures.interval(figure);
  const lines = [
    figures.fraction(figure) || t("tile.n", { n: format.number(figure.n) }),
    interval ? t("tile.interval", { interval }) : "",
    ...held.map((one) => againstWords(one, figure.unit, words)),
    ...notesOf(figure, words),
  ].filter(Boolean);
  return (
    <Tooltip
      multiline
      w={280}
      events={{ hover: true, focus: true, touch: false }}
      label={
        <span className={style.details}>
          <strong>{name}</strong>
          {lines.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </span>
      }
    >
      <button
        type="button"
        className={style.figure}
        aria-haspopup="dialog"
        aria-label={t("table.cell", {
          row: of,
          name,
          value: figures.value(figure.value, figure.unit),
        })}
        onClick={onOpen}
      >
        {children}
        {told === "higher" ? <IconArrowUp size={11} stroke={2} aria-hidden /> : null}
        {told === "lower" ? <IconArrowDown size={11} stroke={2} aria-hidden /> : null}
      </button>
    </Tooltip>
  );
}
