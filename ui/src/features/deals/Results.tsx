import { Checkbox } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { Deal } from "@/api/types";
import { Section } from "@/components/record/RecordLayout";
import { useFormat } from "@/i18n/FormatProvider";
import { useMarkResult } from "./api";
import style from "./Results.module.css";

/** The playbook of the stage the deal stands in: what to do, what must be known to go on. */
export function Results({ deal }: { deal: Deal }) {
  const { t } = useTranslation("deals");
  const format = useFormat();
  const catalogue = useCatalogue();
  const mark = useMarkResult();
  // Shown at once, until the server has said yes or no.
  const [marked, setMarked] = useState<Record<string, boolean>>({});
  const stage = catalogue.pipelines
    .flatMap((one) => one.stages)
    .find((one) => one.id === deal.stage);
  if (!stage || (!stage.results.length && !stage.actions.length)) return null;
  const set = (result: string, obtained: boolean) => {
    setMarked((before) => ({ ...before, [result]: obtained }));
    mark.mutate(
      { deal, result, obtained },
      { onSettled: () => setMarked(({ [result]: _, ...rest }) => rest) },
    );
  };
  const signature = (id: string) => {
    const obtained = deal.results[id];
    if (!obtained) return undefined;
    const who = catalogue.members.find((one) => one.id === obtained.by)?.name ?? "Trechter";
    return t("results.signed", { who, when: format.date(format.dayOf(obtained.at)) });
  };
  return (
    <Section title={t("results.title")}>
      <div className={style.results}>
        {stage.results.map((result) => (
          <Checkbox
            key={result.id}
            label={result.name}
            description={signature(result.id)}
            checked={marked[result.id] ?? result.id in deal.results}
            disabled={deal.status !== "open" || deal.removed_at !== null}
            onChange={(event) => set(result.id, event.currentTarget.checked)}
          />
        ))}
      </div>
      {stage.actions.length ? (
        <>
          <h3 className={style.actionsHead}>{t("results.actions")}</h3>
          <ul className={style.actions}>
            {stage.actions.map((action) => (
              <li key={action.name}>{action.name}</li>
            ))}
          </ul>
        </>
      ) : null}
    </Section>
  );
}
