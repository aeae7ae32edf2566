import { Button } from "@mantine/core";
import { IconArrowBackUp, IconDownload, IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { A } from "@/components/A";
import { useConfirm } from "@/components/Confirm";
import { useFormat } from "@/i18n/FormatProvider";
import { mappingAddress, refusedAddress, useImportCommand } from "./api";
import { ProgressBar } from "./ProgressBar";
import { ReportView } from "./ReportView";
import style from "./Steps.module.css";
import type { ImportView } from "./types";
import { outcomeOf, totalOf } from "./words";

const LISTS = {
  company: "/companies",
  contact: "/contacts",
  lead: "/leads",
  deal: "/deals",
} as const;

/** An import that runs or has run. */
export function Outcome({ one }: { one: ImportView }) {
  const { t } = useTranslation("import");
  const format = useFormat();
  const confirm = useConfirm();
  const command = useImportCommand(one.id);
  const { report, state } = one;
  const files = format.list(one.files.map((file) => file.name));

  if (state === "running" || state === "undoing") {
    return (
      <section className={style.block}>
        <h2>{t(`doing.${state}`)}</h2>
        <p className={style.intro}>{t(`doing_text.${state}`, { files })}</p>
        <ProgressBar progress={one.progress} label={t(`doing.${state}`)} />
        {state === "running" ? (
          <Button variant="default" mt={12} onClick={() => command.mutate("cancel")}>
            {t("stop")}
          </Button>
        ) : null}
      </section>
    );
  }
  const refused = report ? totalOf(report).refused : 0;
  const undo = async () => {
    const sure = await confirm({
      title: t("undo_title"),
      consequence: t("undo_text"),
      action: t("undo"),
      danger: true,
    });
    if (sure) command.mutate("undo");
  };
  const lists = (Object.keys(LISTS) as (keyof typeof LISTS)[]).filter(
    (entity) => (report?.counts[entity]?.rows ?? 0) > 0,
  );
  return (
    <>
      <section className={style.block}>
        <div role="status">
          <h2>{t(`done.${state}`)}</h2>
        </div>
        <p className={style.intro}>
          {t(`done_text.${state}`, { files, outcome: report ? outcomeOf(report, t, format) : "" })}
        </p>
        <div className={style.buttons}>
          {state === "undone"
            ? null
            : lists.map((entity) => (
                <A key={entity} href={LISTS[entity]} className={style.download}>
                  {t("show_list", { entity: t(`entity.${entity}`) })}
                </A>
              ))}
          {refused && state !== "undone" ? (
            <a className={style.download} href={refusedAddress(one.id)} download>
              <IconDownload size={16} stroke={1.5} aria-hidden />
              {t("download_refused", { count: refused, number: format.number(refused) })}
            </a>
          ) : null}
          <a className={style.download} href={mappingAddress(one.id)} download>
            <IconDownload size={16} stroke={1.5} aria-hidden />
            {t("save_mapping")}
          </a>
        </div>
        <div className={style.buttons}>
          {state === "failed" || state === "cancelled" ? (
            <Button
              leftSection={<IconRefresh size={16} stroke={1.5} aria-hidden />}
              loading={command.isPending}
              onClick={() => command.mutate("run")}
            >
              {t("run_again")}
            </Button>
          ) : null}
          {state === "undone" ? null : (
            <Button
              variant="default"
              leftSection={<IconArrowBackUp size={16} stroke={1.5} aria-hidden />}
              loading={command.isPending}
              onClick={() => void undo()}
            >
              {t("undo")}
            </Button>
          )}
        </div>
      </section>
      {report ? <ReportView report={report} /> : null}
    </>
  );
}
