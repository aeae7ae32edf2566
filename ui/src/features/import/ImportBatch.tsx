import { Button } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconChevronLeft } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { errorWords } from "@/app/errors";
import { A, useGo } from "@/components/A";
import { Page } from "@/components/Page";
import { ErrorState } from "@/components/States";
import { importQuery, isWorking, proposalQuery, useMappingEdit } from "./api";
import { CheckStep } from "./CheckStep";
import { ColumnsStep } from "./ColumnsStep";
import { FilesStep } from "./FilesStep";
import style from "./ImportBatch.module.css";
import { Outcome } from "./Outcome";
import type { ImportView } from "./types";
import { ValuesStep } from "./ValuesStep";

export const STEPS = ["files", "columns", "values", "check"] as const;
export type Step = (typeof STEPS)[number];

/** One import: its steps while it is being prepared, then what came of it. */
export default function ImportBatch() {
  const { t } = useTranslation("import");
  const { id } = useParams({ from: "/app/import/$id" });
  const search = useSearch({ from: "/app/import/$id" });
  const client = useQueryClient();
  const one = useQuery(importQuery(id));
  const state = one.data?.state;
  // What an import wrote shows everywhere.
  useEffect(() => {
    if (state === "finished" || state === "cancelled" || state === "undone") {
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "imports" });
    }
  }, [client, state]);

  const preparing =
    state === "draft" || state === "checking" || (state === "failed" && search.step !== undefined);
  const heading = (
    <A href="/import" className={style.back} aria-label={t("back")}>
      <IconChevronLeft size={20} stroke={1.5} aria-hidden />
      {t("title")}
    </A>
  );
  return (
    <Page title={t("one_title")} heading={heading}>
      {one.isError ? (
        <ErrorState title={errorWords(one.error).title} onRetry={() => void one.refetch()}>
          {errorWords(one.error).detail}
        </ErrorState>
      ) : one.data ? (
        preparing ? (
          <Preparing one={one.data} />
        ) : (
          <div className={style.scroller}>
            <div className={style.page}>
              <Outcome one={one.data} />
            </div>
          </div>
        )
      ) : null}
    </Page>
  );
}

function Preparing({ one }: { one: ImportView }) {
  const { t } = useTranslation("import");
  const go = useGo();
  const search = useSearch({ from: "/app/import/$id" });
  const proposal = useQuery(proposalQuery(one.id));
  const { change, saving } = useMappingEdit(one.id);
  const at = Math.max(0, STEPS.indexOf(search.step as Step));
  const step = STEPS[at] ?? "files";
  const href = (to: Step) => `/import/${one.id}?step=${to}`;
  const view = proposal.data;
  const problems = view?.problems.length ?? 0;

  return (
    <div className={style.frame}>
      <nav className={style.steps} aria-label={t("steps")}>
        <ol>
          {STEPS.map((name, place) => (
            <li key={name} data-done={place < at || undefined}>
              <A href={href(name)} aria-current={name === step ? "step" : undefined}>
                <span className={style.number}>{place + 1}</span>
                {t(`step.${name}`)}
              </A>
            </li>
          ))}
        </ol>
      </nav>
      <div key={step} className={style.scroller}>
        <div className={style.page}>
          {proposal.isError ? (
            <ErrorState
              title={errorWords(proposal.error).title}
              onRetry={() => void proposal.refetch()}
            >
              {errorWords(proposal.error).detail}
            </ErrorState>
          ) : null}
          {proposal.isPending ? <p role="status">{t("looking")}</p> : null}
          {view && step === "files" ? <FilesStep view={view} change={change} /> : null}
          {view && step === "columns" ? <ColumnsStep view={view} change={change} /> : null}
          {view && step === "values" ? <ValuesStep view={view} change={change} /> : null}
          {view && step === "check" ? <CheckStep one={one} view={view} saving={saving} /> : null}
        </div>
      </div>
      {step === "check" ? null : (
        <footer className={style.footer}>
          {at > 0 ? (
            <Button
              variant="default"
              leftSection={<IconArrowLeft size={16} stroke={1.5} aria-hidden />}
              onClick={() => go(href(STEPS[at - 1] ?? "files"))}
            >
              {t("previous")}
            </Button>
          ) : null}
          <span className={style.said} role="status">
            {saving
              ? t("saving")
              : problems
                ? t("problems", { count: problems })
                : view && !isWorking(one.state)
                  ? t("saved")
                  : ""}
          </span>
          <Button
            rightSection={<IconArrowRight size={16} stroke={1.5} aria-hidden />}
            onClick={() => go(href(STEPS[at + 1] ?? "check"))}
          >
            {t(`next.${step}`)}
          </Button>
        </footer>
      )}
    </div>
  );
}
