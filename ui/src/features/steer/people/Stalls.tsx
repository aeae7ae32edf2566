import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { Figure, StageNumbers } from "@/api/types";
import { Axis } from "@/components/chart/Axis";
import { ChartFrame } from "@/components/chart/ChartFrame";
import { IntervalBar } from "@/components/chart/IntervalBar";
import { scaleOf } from "@/components/chart/scale";
import { stagesQuery } from "@/numbers/api";
import type { Words } from "@/numbers/notes";
import type { Question } from "@/numbers/question";
import chart from "./PeopleChart.module.css";
import { apart, isWeak } from "./person";
import { about } from "./personApi";

const METRIC = "stage_conversion";

interface Props {
  id: string;
  question: Question;
  pipeline: string | undefined;
  /** Whether the others may be shown beside it. */
  whole: boolean;
  words: Words;
  onOpen: (figure: Figure) => void;
}

/** Per stage the share of somebody's deals that goes on, with the others' share as the line. */
export function Stalls({ id, question, pipeline, whole, words, onOpen }: Props) {
  const { t } = useTranslation("coaching");
  const { members, pipelines } = useCatalogue();
  const others = members.filter((member) => member.id !== id).map((member) => member.id);
  const own = useQuery(stagesQuery(about(question, id), pipeline));
  const rest = useQuery({
    ...stagesQuery(about(question, others.join(",")), pipeline),
    enabled: whole && others.length > 0,
  });
  if (!own.data) return null;
  const names = new Map(
    pipelines.flatMap(({ stages }) => stages.map((stage) => [stage.id, stage.name] as const)),
  );
  const restOf = byStage(rest.data);
  const rows = [...byStage(own.data)].map(([stage, figure]) => {
    const line = restOf.get(stage)?.value;
    return { stage, name: names.get(stage) ?? "…", figure, line, side: apart(figure, line) };
  });
  const stalls = rows.filter(({ side }) => side === "below").map(({ name }) => name);
  const { figures, format } = words;
  const scale = scaleOf(0, 1);
  const share = (value: number | null | undefined) => figures.value(value, "share");
  return (
    <ChartFrame
      title={
        stalls.length
          ? t("stalls.found", { stages: format.list(stalls) })
          : whole
            ? t("stalls.none")
            : t("stalls.own")
      }
      question={t(whole ? "stalls.question" : "stalls.question_own")}
      table={{
        columns: [t("stalls.stage"), t("stalls.on"), t("interval"), "n", t("stalls.others")],
        rows: rows.map(({ stage, name, figure, line }) => ({
          key: stage,
          cells: [
            name,
            share(figure.value),
            figures.interval(figure) || "–",
            format.number(figure.n),
            share(line),
          ],
        })),
      }}
    >
      <div
        className={chart.rows}
        style={{ "--columns": "minmax(110px, 160px) minmax(0, 1fr)" } as React.CSSProperties}
      >
        {rows.map(({ stage, name, figure, line, side }) => (
          <div key={stage} className={chart.row}>
            <span className={chart.name}>{name}</span>
            <button
              type="button"
              className={chart.cell}
              aria-haspopup="dialog"
              aria-label={`${name}: ${share(figure.value)}, ${figures.interval(figure)}`}
              onClick={() => onOpen(figure)}
            >
              <IntervalBar
                scale={scale}
                value={figure.value}
                interval={figure.interval}
                reference={line}
                weak={isWeak(figure)}
                strong={side !== null}
              />
              <span className={chart.figure} data-weak={isWeak(figure) || undefined}>
                {share(figure.value)}
                <small>{t("n", { n: format.number(figure.n) })}</small>
              </span>
            </button>
          </div>
        ))}
        <div className={chart.axes} aria-hidden="true">
          <span className={chart.axis}>
            <Axis scale={scale} write={(value) => format.percent(value)} />
          </span>
        </div>
      </div>
    </ChartFrame>
  );
}

function byStage(numbers: StageNumbers | undefined): Map<string, Figure> {
  return new Map(
    (numbers?.stages ?? []).flatMap(({ stage, figures }) => {
      const figure = figures.find(({ metric }) => metric === METRIC);
      // Nobody goes on from the last stage.
      return figure ? [[stage, figure] as const] : [];
    }),
  );
}
