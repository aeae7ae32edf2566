import { useTranslation } from "react-i18next";
import type { Figure, Phase, Phases } from "@/api/types";
import { notesOf, type Words } from "@/numbers/notes";
import table from "../Breakdown.module.css";
import { Cell } from "../Cell";
import { standsOut } from "../findings";
import { useOpen } from "../Opened";
import style from "./Funnel.module.css";

/** In the order of the funnel; those that left it stand apart. */
export const PHASES: Phase[] = ["suspect", "lead", "prospect", "customer", "returning_customer"];
const LEFT: Phase[] = ["former_customer", "lost"];

interface Props {
  phases: Phases;
  filtered: boolean;
  words: Words;
}

/** All parties by the phase they are in, drawn to scale, with who gets on from each. */
export function PhaseFunnel({ phases, filtered, words }: Props) {
  const { t } = useTranslation("funnel");
  const open = useOpen();
  const countOf = (phase: Phase) => phases.phases.find((one) => one.phase === phase)?.parties;
  const longest = Math.max(1, ...phases.phases.map((one) => one.parties.value ?? 0));
  const narrowest = standsOut(
    phases.steps.map((step) => ({ name: t(`phase.${step.from}`), figure: step.conversion })),
    "low",
  );
  const finding = narrowest?.figure
    ? t("phases.finding", {
        phase: narrowest.name,
        value: words.figures.value(narrowest.figure.value, narrowest.figure.unit),
      })
    : t("phases.no_finding");
  return (
    <section className={style.section} aria-label={t("phases.title")}>
      <h2>{finding}</h2>
      <p className={style.subtitle}>
        {t("phases.title")}. {t("phases.subtitle")}
        {filtered ? ` ${t("phases.unfiltered")}` : ""}
      </p>
      <div className={style.beside}>
        <ol className={style.bars}>
          {[...PHASES, ...LEFT].map((phase) => {
            const figure = countOf(phase);
            return figure ? (
              <li key={phase} data-apart={phase === LEFT[0] || undefined}>
                <PhaseBar
                  figure={figure}
                  name={t(`phase.${phase}`)}
                  longest={longest}
                  left={LEFT.includes(phase)}
                  words={words}
                  onOpen={() => open(figure)}
                />
              </li>
            ) : null;
          })}
        </ol>
        <PhaseTable phases={phases} words={words} onOpen={open} />
      </div>
    </section>
  );
}

interface BarProps {
  figure: Figure;
  name: string;
  longest: number;
  left: boolean;
  words: Words;
  onOpen: () => void;
}

function PhaseBar({ figure, name, longest, left, words, onOpen }: BarProps) {
  return (
    <button type="button" className={style.stage} aria-haspopup="dialog" onClick={onOpen}>
      <span className={style.name}>{name}</span>
      <span className={style.track}>
        <span
          className={style.bar}
          data-left={left || undefined}
          style={{ width: `${(100 * (figure.value ?? 0)) / longest}%` }}
        />
        <span className={style.value}>{words.figures.value(figure.value, figure.unit)}</span>
      </span>
    </button>
  );
}

interface TableProps {
  phases: Phases;
  words: Words;
  onOpen: (figure: Figure) => void;
}

function PhaseTable({ phases, words, onOpen }: TableProps) {
  const { t } = useTranslation("funnel");
  const { figures, format } = words;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={table.scroll} tabIndex={0} aria-label={t("phases.table")}>
      <table className={table.table}>
        <thead>
          <tr>
            {["phase_label", "now", "change", "onward", "within", "entered"].map((key) => (
              <th key={key} scope="col" className={table.plain}>
                {t(`phases.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...PHASES, ...LEFT].map((phase) => {
            const parties = phases.phases.find((one) => one.phase === phase)?.parties;
            const step = phases.steps.find((one) => one.from === phase);
            const name = t(`phase.${phase}`);
            if (!parties) return null;
            return (
              <tr key={phase}>
                <th scope="row">{name}</th>
                <Cell
                  figure={parties}
                  row={name}
                  name={t("phases.now")}
                  words={words}
                  onOpen={() => onOpen(parties)}
                />
                <td className={style.plain}>{figures.verdict(parties.comparison, "count")}</td>
                {step ? (
                  <>
                    <Cell
                      figure={step.conversion}
                      row={name}
                      name={t("phases.onward")}
                      words={words}
                      onOpen={() => onOpen(step.conversion)}
                    />
                    <td
                      className={style.plain}
                      title={notesOf(step.conversion, words).join(" ") || undefined}
                    >
                      {figures.value(step.horizon.days, "days")}
                      {step.horizon.basis === "assumed" ? (
                        <small>{t("phases.assumed")}</small>
                      ) : null}
                    </td>
                    <td className={style.plain}>
                      {format.number(step.parts.all)}
                      <small>
                        {t("phases.parts", {
                          reached: format.number(step.parts.reached),
                          lost: format.number(step.parts.lost),
                          undecided: format.number(step.parts.undecided),
                        })}
                      </small>
                    </td>
                  </>
                ) : (
                  <td colSpan={3} />
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
