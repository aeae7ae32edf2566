import { Autocomplete, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { useFormat } from "@/i18n/FormatProvider";
import type { StepProps } from "./FilesStep";
import { isFor, setPipeline, setStage } from "./mapping";
import style from "./Steps.module.css";
import type { Outcome, ProposalView } from "./types";

const OUTCOMES: Outcome[] = ["open", "won", "lost"];

/** What the other program's pipelines and stages are called here. */
export function StageValues({ view, change }: StepProps) {
  const { t } = useTranslation("import");
  const format = useFormat();
  const { pipelines } = useCatalogue();
  const known = pipelines.filter((pipeline) => !pipeline.removed_at);
  const rows = stageRows(view);
  if (view.mapping.pipeline.length === 0) return null;
  return (
    <section className={style.block}>
      <h2>{t("stages")}</h2>
      <p className={style.intro}>{t("stages_text")}</p>
      {view.mapping.pipeline.map((pipeline, at) => {
        const here = known.find((one) => one.name === pipeline.into);
        const names = here ? here.stages.map((stage) => stage.name) : pipeline.stages;
        const stages = [
          ...new Set([...pipeline.stages, ...Object.keys(pipeline.map), ...rows.keys()]),
        ];
        const shown =
          view.mapping.pipeline.length === 1
            ? stages
            : stages.filter((stage) => pipeline.stages.includes(stage) || stage in pipeline.map);
        return (
          <div key={pipeline.name} className={style.pipeline}>
            <Autocomplete
              label={
                pipeline.name ? t("pipeline_named", { name: pipeline.name }) : t("pipeline_unnamed")
              }
              description={here ? undefined : t("pipeline_made")}
              data={known.map((one) => one.name)}
              value={pipeline.into}
              onChange={(into) => change(setPipeline(at, into))}
            />
            <ul className={style.lines}>
              {shown.map((stage) => {
                const to = pipeline.map[stage];
                return (
                  <li key={stage} className={style.pair}>
                    <span>
                      {stage}
                      {rows.has(stage) ? (
                        <small>
                          {t("in_rows", {
                            count: rows.get(stage) ?? 0,
                            number: format.number(rows.get(stage) ?? 0),
                          })}
                        </small>
                      ) : null}
                    </span>
                    <Select
                      aria-label={t("stage_becomes", { stage })}
                      placeholder={to?.outcome && to.outcome !== "open" ? t("stage_any") : stage}
                      data={[...new Set(names)]}
                      value={to?.stage ?? null}
                      clearable
                      onChange={(next) => change(setStage(at, stage, { stage: next }))}
                    />
                    <Select
                      aria-label={t("stage_outcome", { stage })}
                      data={OUTCOMES.map((value) => ({ value, label: t(`outcomes.${value}`) }))}
                      value={to?.outcome ?? "open"}
                      allowDeselect={false}
                      onChange={(next) => change(setStage(at, stage, { outcome: next as Outcome }))}
                    />
                  </li>
                );
              })}
            </ul>
          </div>
        );
      })}
    </section>
  );
}

/** The stages that cells name, with their rows. */
function stageRows({ tables, mapping }: ProposalView): Map<string, number> {
  const rows = new Map<string, number>();
  for (const file of mapping.file) {
    const table = tables.find((one) => isFor(file, one));
    for (const column of table?.columns ?? []) {
      if (file.columns[column.name]?.field !== "stage") continue;
      for (const [value, count] of column.values) rows.set(value, (rows.get(value) ?? 0) + count);
    }
  }
  return rows;
}
