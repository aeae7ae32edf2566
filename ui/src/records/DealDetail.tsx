import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { Deal } from "@/api/types";
import { useFormat } from "@/i18n/FormatProvider";
import { Status } from "./Status";

/** A deal in one line beside its name: where it stands and what it is worth. */
export function DealDetail({ deal }: { deal: Deal }) {
  const { t } = useTranslation("records");
  const format = useFormat();
  const stages = useCatalogue().pipelines.flatMap((pipeline) => pipeline.stages);
  const stage = stages.find((one) => one.id === deal.stage)?.name ?? "";
  return (
    <>
      <Status
        value={deal.status}
        label={deal.status === "open" ? stage : t(`choice.status.${deal.status}`)}
      />
      {deal.value ? ` · ${format.money(deal.value)}` : null}
    </>
  );
}
