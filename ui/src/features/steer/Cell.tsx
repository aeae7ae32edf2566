import { useTranslation } from "react-i18next";
import type { Figure } from "@/api/types";
import { notesOf, type Words } from "@/numbers/notes";
import style from "./Breakdown.module.css";

interface CellProps {
  figure: Figure;
  row: string;
  name: string;
  words: Words;
  onOpen: () => void;
}

/** A figure with what it stands on; pressing it shows its records. */
export function Cell(props: CellProps) {
  // Too few to tell anything: there, but not to be leaned on.
  const weak = (props.figure.notes ?? []).some((note) => note.code === "too_few_to_tell");
  const notes = notesOf(props.figure, props.words).join(" ");
  return (
    <td title={notes || undefined} data-weak={weak || undefined}>
      <CellButton {...props} />
    </td>
  );
}

/** The same within a cell that holds more. */
export function CellButton({ figure, row, name, words, onOpen }: CellProps) {
  const { t } = useTranslation("steer");
  const { figures, format } = words;
  const value = figures.of(figure);
  const n = figure.unit === "count" ? "" : t("tile.n", { n: format.number(figure.n) });
  const below = [n, figures.interval(figure)].filter(Boolean).join(" · ");
  const maturing = (figure.notes ?? []).some((note) => note.code === "still_maturing");
  return (
    <button
      type="button"
      className={style.cell}
      aria-haspopup="dialog"
      aria-label={t("table.cell", { row, name, value })}
      onClick={onOpen}
    >
      {value}
      {below ? <small>{below}</small> : null}
      {maturing ? <small>{t("maturing")}</small> : null}
    </button>
  );
}
