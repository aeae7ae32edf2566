import { useTranslation } from "react-i18next";
import type { Changes, Figure } from "@/api/types";
import { Axis } from "@/components/chart/Axis";
import { scaleTo } from "@/components/chart/scale";
import type { Words } from "@/numbers/notes";
import table from "../Breakdown.module.css";
import { Cell } from "../Cell";
import { useOpen } from "../Opened";
import style from "./Changes.module.css";
import { type Fall, falls, largestStep } from "./waterfall";

interface Props {
  changes: Changes;
  words: Words;
  /** The first and the last day. */
  days: [string, string];
}

/** From what stood open then to what stands open now, bar by bar; pressing one shows its deals. */
export function Waterfall({ changes, words, days }: Props) {
  const { t } = useTranslation("changes");
  const open = useOpen();
  const { figures, format } = words;
  const bars = falls(changes);
  const scale = scaleTo(bars.flatMap(({ from, to }) => [from, to]));
  const largest = largestStep(changes.steps);
  const money = (figure: Figure) => figures.value(figure.value, figure.unit);
  const finding = t(largest ? "finding" : "no_finding", {
    before: money(changes.then),
    now: money(changes.now),
    step: largest ? t(`step.${largest.metric}`) : "",
    value: largest ? figures.change(largest.value ?? 0, largest.unit) : "",
  });
  return (
    <>
      <section aria-label={t("title")} className={style.section}>
        <h2>{finding}</h2>
        <p className={style.note}>
          {t("subtitle", { from: format.date(days[0]), to: format.date(days[1]) })}
        </p>
        <ol className={style.bars}>
          {bars.map((fall) => (
            <li key={fall.figure.metric}>
              <Bar
                fall={fall}
                at={(value) => 100 * scale.at(value)}
                words={words}
                onOpen={() => open(fall.figure)}
              />
            </li>
          ))}
          <li className={style.bar} aria-hidden>
            <span />
            <Axis
              scale={scale}
              write={(value) => format.moneyShort({ amount: value, currency: changes.currency })}
            />
          </li>
        </ol>
      </section>
      <Slipped figure={changes.slipped} words={words} onOpen={() => open(changes.slipped)} />
      <StepTable changes={changes} words={words} />
    </>
  );
}

interface BarProps {
  fall: Fall;
  /** Where a value stands, in percent of the width. */
  at: (value: number) => number;
  words: Words;
  onOpen: () => void;
}

function Bar({ fall, at, words, onOpen }: BarProps) {
  const { t } = useTranslation("changes");
  const { figure, kind, from, to } = fall;
  const { figures } = words;
  const [low, high] = [at(Math.min(from, to)), at(Math.max(from, to))];
  const value =
    kind === "stands"
      ? figures.value(figure.value, figure.unit)
      : figures.change(figure.value ?? 0, figure.unit);
  return (
    <button type="button" className={style.bar} aria-haspopup="dialog" onClick={onOpen}>
      <span className={style.name}>{t(`step.${figure.metric}`)}</span>
      <span className={style.track} data-kind={kind}>
        <span className={style.fill} style={{ left: `${low}%`, width: `${high - low}%` }} />
      </span>
      <span className={style.value}>
        {value}
        <small>{t("deals", { count: figure.n })}</small>
      </span>
    </button>
  );
}

/** Beside the waterfall: these deals are still open, so they are no step of it. */
function Slipped({ figure, words, onOpen }: { figure: Figure; words: Words; onOpen: () => void }) {
  const { t } = useTranslation("changes");
  return (
    <p className={style.slipped}>
      <button type="button" className={style.open} aria-haspopup="dialog" onClick={onOpen}>
        {t("slipped", {
          count: figure.n,
          value: words.figures.value(figure.value, figure.unit),
        })}
      </button>{" "}
      <span className={style.note}>{t("slipped_note")}</span>
    </p>
  );
}

/** The same in figures, the steps that did not happen included. */
function StepTable({ changes, words }: { changes: Changes; words: Words }) {
  const { t } = useTranslation("changes");
  const open = useOpen();
  const { then, steps, now, slipped } = changes;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={table.scroll} tabIndex={0} aria-label={t("table")}>
      <table className={table.table}>
        <thead>
          <tr>
            {["what", "value"].map((key) => (
              <th key={key} scope="col" className={table.plain}>
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[then, ...steps, now, slipped].map((figure) => {
            const name = t(`step.${figure.metric}`);
            const stands = figure === then || figure === now;
            return (
              <tr key={figure.metric} className={stands ? table.total : undefined}>
                <th scope="row">{name}</th>
                <Cell
                  figure={figure}
                  row={name}
                  name={t("value")}
                  words={words}
                  onOpen={() => open(figure)}
                />
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
