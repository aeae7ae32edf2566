import { Button } from "@mantine/core";
import { IconPlayerPlay, IconTestPipe } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { A } from "@/components/A";
import { useFormat } from "@/i18n/FormatProvider";
import { mappingAddress, useImportCommand } from "./api";
import { ProgressBar } from "./ProgressBar";
import { ReportView } from "./ReportView";
import style from "./Steps.module.css";
import type { ImportView, ProposalView } from "./types";
import { totalOf } from "./words";

interface Props {
  one: ImportView;
  view: ProposalView;
  /** A change is on its way to the server. */
  saving: boolean;
}

/** A dry run that writes nothing, and then the real one. */
export function CheckStep({ one, view, saving }: Props) {
  const { t } = useTranslation("import");
  const format = useFormat();
  const command = useImportCommand(one.id);
  const busy = saving || command.isPending;

  if (view.problems.length) {
    return (
      <section className={style.block}>
        <h2>{t("problems", { count: view.problems.length })}</h2>
        <ul className={style.problems}>
          {view.problems.map((problem) => (
            <li key={`${problem.file} ${problem.column} ${problem.field} ${problem.code}`}>
              {problem.file === null ? null : (
                <strong>
                  {view.mapping.file[problem.file]?.name}
                  {problem.column ? ` · ${problem.column}` : ""}:{" "}
                </strong>
              )}
              {problem.detail}{" "}
              <A
                href={`/import/${one.id}?step=${problem.file === null ? "values" : `columns&file=${problem.file}`}`}
              >
                {t("look")}
              </A>
            </li>
          ))}
        </ul>
      </section>
    );
  }
  if (one.state === "checking") {
    return (
      <section className={style.block}>
        <h2>{t("checking")}</h2>
        <ProgressBar progress={one.progress} label={t("checking")} />
        <Button variant="default" mt={12} onClick={() => command.mutate("cancel")}>
          {t("stop")}
        </Button>
      </section>
    );
  }
  const dry = one.dry_run;
  const total = dry ? totalOf(dry) : null;
  return (
    <>
      <section className={style.block}>
        <h2>{t(dry ? "dry_run_done" : "dry_run")}</h2>
        <p className={style.intro}>{t(dry ? "dry_run_done_text" : "dry_run_text")}</p>
        <div className={style.buttons}>
          {total ? (
            <Button
              leftSection={<IconPlayerPlay size={16} stroke={1.5} aria-hidden />}
              disabled={busy || total.rows === total.refused}
              onClick={() => command.mutate("run")}
            >
              {t("run", {
                number: format.number(total.rows - total.refused - total.skipped),
                count: total.rows - total.refused - total.skipped,
              })}
            </Button>
          ) : null}
          <Button
            variant={dry ? "default" : "filled"}
            loading={busy}
            leftSection={<IconTestPipe size={16} stroke={1.5} aria-hidden />}
            onClick={() => command.mutate("dry-run")}
          >
            {t(dry ? "check_again" : "check")}
          </Button>
          <a className={style.download} href={mappingAddress(one.id)} download>
            {t("save_mapping")}
          </a>
        </div>
      </section>
      {dry ? <ReportView report={dry} /> : null}
    </>
  );
}
