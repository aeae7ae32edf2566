import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { Deal } from "@/api/types";
import { useUndoToast } from "@/records/useUndoToast";
import { useMoveDeal } from "./api";
import style from "./StageBar.module.css";

/** Where the deal stands; a click moves it. */
export function StageBar({ deal }: { deal: Deal }) {
  const { t } = useTranslation("deals");
  const undoToast = useUndoToast();
  const catalogue = useCatalogue();
  const move = useMoveDeal();
  const pipeline = catalogue.pipelines.find((one) => one.id === deal.pipeline);
  if (!pipeline) return null;
  const at = pipeline.stages.findIndex((stage) => stage.id === deal.stage);
  const closed = deal.status !== "open" || deal.removed_at !== null;

  const go = (stage: string, name: string) =>
    move.mutate(
      { deal, stage },
      { onSuccess: ({ seq }) => undoToast(t("moved", { stage: name }), seq) },
    );

  return (
    <ol className={style.bar} aria-label={t("stage.bar")} data-status={deal.status}>
      {pipeline.stages.map((stage, place) => (
        <li
          key={stage.id}
          className={style.stage}
          data-past={place < at || undefined}
          data-now={place === at || undefined}
        >
          <button
            type="button"
            disabled={closed || place === at || move.isPending}
            aria-current={place === at ? "step" : undefined}
            aria-label={
              place === at
                ? t("stage.current", { stage: stage.name })
                : t("stage.move", { stage: stage.name })
            }
            onClick={() => go(stage.id, stage.name)}
          >
            {stage.name}
          </button>
        </li>
      ))}
    </ol>
  );
}
