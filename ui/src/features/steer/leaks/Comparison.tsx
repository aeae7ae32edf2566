import { useTranslation } from "react-i18next";
import type { Figure } from "@/api/types";
import { Axis } from "@/components/chart/Axis";
import { IntervalBar } from "@/components/chart/IntervalBar";
import { scaleTo } from "@/components/chart/scale";
import type { Words } from "@/numbers/notes";
import style from "./Comparison.module.css";
import { type NamedLeak, oddsOf } from "./leak";

interface Props {
  named: NamedLeak;
  words: Words;
  onOpen: (figure: Figure) => void;
}

/** A group against the rest of its stage: both shares on one scale, and how likely chance alone makes the difference. */
export function Comparison({ named, words, onOpen }: Props) {
  const { t } = useTranslation("leaks");
  const { rate, rest, difference, p } = named.leak;
  const { figures, format } = words;
  const scale = scaleTo([rate.value, rate.interval?.high, rest.value, rest.interval?.high]);
  const { times, rare } = oddsOf(p);
  const interval = figures.interval(difference);
  return (
    <div className={style.comparison}>
      <p className={style.question}>{t("comparison", { stage: named.stage })}</p>
      <div className={style.rows}>
        <Row label={named.group} figure={rate} words={words} onOpen={onOpen}>
          <IntervalBar
            scale={scale}
            value={rate.value}
            interval={rate.interval}
            reference={rest.value}
            strong
          />
        </Row>
        <Row label={t("rest")} figure={rest} words={words} onOpen={onOpen}>
          <IntervalBar scale={scale} value={rest.value} interval={rest.interval} />
        </Row>
        <span className={style.axis}>
          <Axis scale={scale} write={(value) => format.percent(value)} />
        </span>
      </div>
      <p className={style.verdict}>
        <button
          type="button"
          className={style.difference}
          aria-haspopup="dialog"
          onClick={() => onOpen(difference)}
        >
          {t("lower", { points: figures.change(-(difference.value ?? 0), "share") })}
        </button>
        {interval ? ` (95%: ${interval}). ` : ". "}
        {t(rare ? "odds_rare" : "odds", { times: format.number(times) })}
      </p>
    </div>
  );
}

interface RowProps {
  label: string;
  figure: Figure;
  words: Words;
  onOpen: (figure: Figure) => void;
  children: React.ReactNode;
}

function Row({ label, figure, words, onOpen, children }: RowProps) {
  const { figures } = words;
  const interval = figures.interval(figure);
  return (
    <button
      type="button"
      className={style.row}
      aria-haspopup="dialog"
      onClick={() => onOpen(figure)}
    >
      <span className={style.label}>{label}</span>
      {children}
      <span className={style.figure}>
        <strong>{figures.value(figure.value, figure.unit)}</strong>
        <small>{[figures.fraction(figure), interval].filter(Boolean).join(" · ")}</small>
      </span>
    </button>
  );
}
