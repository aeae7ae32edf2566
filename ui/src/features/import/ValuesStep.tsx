import { Checkbox, SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { A } from "@/components/A";
import { useFormat } from "@/i18n/FormatProvider";
import type { StepProps } from "./FilesStep";
import { accept, isAccepted, mayCreate } from "./mapping";
import { StageValues } from "./StageValues";
import style from "./Steps.module.css";
import type { Kind, Proposal } from "./types";
import { WordValues } from "./WordValues";

/** Kinds that a file may name and the workspace not have. */
const CREATABLE: Kind[] = [
  "company",
  "contact",
  "member",
  "team",
  "source",
  "campaign",
  "product",
  "loss_reason",
  "competitor",
  "tag",
  "field",
  "pipeline",
];

/** What the cells mean: same names, empty marks, stages, statuses. */
export function ValuesStep({ view, change }: StepProps) {
  const { t } = useTranslation("import");
  const decisions = view.proposals.filter(({ kind }) => kind === "same" || kind === "empty");
  const remarks = view.proposals.filter(({ kind }) => kind !== "same" && kind !== "empty");
  return (
    <>
      <section className={style.block}>
        <h2>{t("decisions")}</h2>
        <p className={style.intro}>{t(decisions.length ? "decisions_text" : "decisions_none")}</p>
        <ul className={style.lines}>
          {decisions.map((proposal) => (
            <Decision
              key={`${proposal.kind} ${proposal.list} ${proposal.from}`}
              proposal={proposal}
              accepted={isAccepted(proposal, view.mapping)}
              onChange={(yes) => change(accept(proposal, yes))}
            />
          ))}
        </ul>
        {remarks.length ? (
          <ul className={style.problems}>
            {remarks.map((proposal) => (
              <li key={`${proposal.kind} ${proposal.file} ${proposal.column}`}>
                {proposal.column ? <strong>{proposal.column}: </strong> : null}
                {t(`remark.${proposal.kind}`, { from: proposal.from })}{" "}
                <A
                  href={
                    proposal.kind === "encoding"
                      ? `/import/${view.id}?step=files`
                      : `/import/${view.id}?step=columns&file=${proposal.file ?? 0}`
                  }
                >
                  {t("look")}
                </A>
              </li>
            ))}
          </ul>
        ) : null}
      </section>
      <StageValues view={view} change={change} />
      <WordValues view={view} change={change} />
      <section className={style.block}>
        <h2>{t("create")}</h2>
        <p className={style.intro}>{t("create_text")}</p>
        <div className={style.checks}>
          {CREATABLE.map((kind) => (
            <Checkbox
              key={kind}
              label={t(`entity.${kind}`)}
              checked={view.mapping.create.includes(kind)}
              onChange={(event) => change(mayCreate(kind, event.currentTarget.checked))}
            />
          ))}
        </div>
      </section>
      <section className={style.block}>
        <h2 id="bad-cells">{t("bad_cells")}</h2>
        <p className={style.intro}>{t("bad_cells_text")}</p>
        <SegmentedControl
          aria-labelledby="bad-cells"
          value={view.mapping.bad_cells}
          onChange={(next) =>
            change((mapping) => ({ ...mapping, bad_cells: next as "refuse" | "skip" }))
          }
          data={(["refuse", "skip"] as const).map((value) => ({
            value,
            label: t(`bad_cell.${value}`),
          }))}
        />
      </section>
    </>
  );
}

interface DecisionProps {
  proposal: Proposal;
  accepted: boolean;
  onChange: (yes: boolean) => void;
}

function Decision({ proposal, accepted, onChange }: DecisionProps) {
  const { t } = useTranslation("import");
  const format = useFormat();
  const { kind, from, to, rows, list } = proposal;
  const question =
    kind === "same"
      ? t("same", { from, to, list: t(`entity.${list}`) })
      : t("means_empty", { from });
  return (
    <li>
      <Checkbox
        label={question}
        description={t("in_rows", { count: rows, number: format.number(rows) })}
        checked={accepted}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </li>
  );
}
