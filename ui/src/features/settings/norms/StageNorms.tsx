import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { InlineField } from "@/components/fields/InlineField";
import type { Field, FieldValue } from "@/components/fields/types";
import { useFormat } from "@/i18n/FormatProvider";
import { useTypedEdit } from "../edits";
import pipelines from "../Pipelines.module.css";
import { useWhyNot } from "../rights";
import type { Pipeline, Stage, StageNorm } from "../setUp";
import { changeStage } from "../stages";
import { explain } from "../words";

interface Props {
  pipeline: Pipeline;
  stage: Stage;
}

const NONE: StageNorm = { deals: null, average_size: null, close_rate: null, days: null };

/** What we want to see in a stage; the board and the funnel hold the present against it. */
export function StageNorms({ pipeline, stage }: Props) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const { currency } = useCatalogue().workspace;
  const whyNot = useWhyNot("norms");
  const { onStart, save } = useTypedEdit("pipelines", pipeline);
  const norm = stage.norm ?? NONE;
  const rate = norm.close_rate === null ? null : Math.round(norm.close_rate * 1000) / 10;

  const setNorm = (patch: Partial<StageNorm>) => {
    const next = { ...norm, ...patch };
    const empty = Object.values(next).every((value) => value === null);
    return save(changeStage(stage.id, { norm: empty ? null : next }));
  };
  const lines: {
    field: Field;
    value: FieldValue;
    shown: string | null;
    onSave: (value: FieldValue) => Promise<void>;
  }[] = [
    {
      field: { name: "norm_deals", label: t("norms.deals"), type: "number" },
      value: norm.deals,
      shown: norm.deals === null ? null : format.number(norm.deals),
      onSave: (value) => setNorm({ deals: value === null ? null : Math.round(Number(value)) }),
    },
    {
      field: { name: "norm_size", label: t("norms.average_size"), type: "money" },
      value: norm.average_size,
      shown: norm.average_size && format.money(norm.average_size),
      onSave: (value) => setNorm({ average_size: value as StageNorm["average_size"] }),
    },
    {
      field: { name: "norm_rate", label: t("norms.close_rate"), type: "percent" },
      value: rate,
      shown: rate === null ? null : `${format.number(rate)}%`,
      onSave: (value) => setNorm({ close_rate: value === null ? null : Number(value) / 100 }),
    },
    {
      field: { name: "norm_days", label: t("norms.days"), type: "number" },
      value: norm.days,
      shown: norm.days === null ? null : t("days", { count: norm.days }),
      onSave: (value) => setNorm({ days: value === null ? null : Number(value) }),
    },
    {
      field: { name: "horizon_days", label: t("norms.horizon_days"), type: "number" },
      value: stage.horizon_days,
      shown: stage.horizon_days === null ? null : t("days", { count: stage.horizon_days }),
      onSave: (value) =>
        save(changeStage(stage.id, { horizon_days: value === null ? null : Number(value) })),
    },
  ];
  return (
    <section aria-label={t("norms.of_stage", { name: stage.name })} className={pipelines.norms}>
      <h3>{t("norms.title")}</h3>
      <p className={pipelines.about}>{t("norms.stage_text")}</p>
      <div className={pipelines.normLines}>
        {lines.map(({ field, value, shown, onSave }) => (
          <InlineField
            key={field.name}
            field={{ ...field, ...(whyNot ? { readOnly: whyNot } : {}) }}
            value={value}
            shown={shown ?? undefined}
            currency={currency}
            explain={explain(t)}
            onStart={onStart}
            onSave={onSave}
          />
        ))}
      </div>
    </section>
  );
}
