import { ActionIcon } from "@mantine/core";
import { IconArchive, IconChevronDown } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import { A } from "@/components/A";
import { InlineField } from "@/components/fields/InlineField";
import type { Field, FieldValue } from "@/components/fields/types";
import { toast } from "@/components/toast";
import { useEdit } from "./edits";
import style from "./Pipelines.module.css";
import { Playbook } from "./Playbook";
import type { Pipeline, Stage } from "./setUp";
import { changeStage, putBackStage, removeStage } from "./stages";
import { explain } from "./words";

interface Props {
  pipeline: Pipeline;
  stage: Stage;
  handle: ReactNode;
  whyNot: string | null;
}

/** One stage: what it expects, and its playbook when opened. */
export function StageRow({ pipeline, stage, handle, whyNot }: Props) {
  const { t } = useTranslation("settings");
  const { t: common } = useTranslation();
  const edit = useEdit("pipelines");
  const [open, setOpen] = useState(false);
  const [refused, setRefused] = useState<ReactNode>(null);
  const body = useId();

  const remove = async () => {
    const place = pipeline.stages.indexOf(stage);
    try {
      await edit(pipeline, removeStage(stage.id));
      toast(t("stage_removed", { name: stage.name }), {
        label: common("undo"),
        run: () =>
          void edit(pipeline, putBackStage(stage, place)).catch((error) =>
            setRefused(explain(t)(error)),
          ),
      });
    } catch (error) {
      setRefused(<Refused error={error} stage={stage} />);
    }
  };

  const cell = (name: "name" | "expected_days" | "win_chance", type: Field["type"]) => {
    const value = stage[name];
    const shown =
      value === null
        ? undefined
        : name === "name"
          ? stage.name
          : t(name === "win_chance" ? "percent" : "days", { count: Number(value) });
    const label = t("cell", { field: t(name === "name" ? "name" : name), name: stage.name });
    return (
      <InlineField
        bare
        field={{
          name,
          label,
          type,
          required: name === "name",
          ...(whyNot ? { readOnly: whyNot } : {}),
        }}
        value={value as FieldValue}
        shown={shown}
        explain={explain(t)}
        onSave={(next) =>
          edit(pipeline, changeStage(stage.id, { [name]: name === "name" ? (next ?? "") : next }))
        }
      />
    );
  };

  return (
    <div className={style.stage}>
      <div className={style.row}>
        <div className={style.grip}>{handle}</div>
        <div className={style.name}>{cell("name", "text")}</div>
        <div className={style.number}>{cell("expected_days", "number")}</div>
        <div className={style.number}>{cell("win_chance", "percent")}</div>
        <button
          type="button"
          className={style.toggle}
          aria-expanded={open}
          aria-controls={body}
          aria-label={t("playbook_of", { name: stage.name })}
          onClick={() => setOpen(!open)}
        >
          {t("actions_count", { count: stage.actions.length })}
          {" · "}
          {t("results_count", { count: stage.results.length })}
          <IconChevronDown size={16} stroke={1.5} aria-hidden />
        </button>
        <div className={style.tools}>
          {whyNot ? null : (
            <ActionIcon
              aria-label={t("stage_remove", { name: stage.name })}
              title={t("stage_remove_hint")}
              disabled={pipeline.stages.length === 1}
              onClick={() => void remove()}
            >
              <IconArchive size={16} stroke={1.5} aria-hidden />
            </ActionIcon>
          )}
        </div>
      </div>
      {refused ? (
        <p className={style.refused} role="alert">
          {refused}
        </p>
      ) : null}
      <div id={body} hidden={!open}>
        {open ? <Playbook pipeline={pipeline} stage={stage} whyNot={whyNot} /> : null}
      </div>
    </div>
  );
}

/** Deals still stand in it: how many, and the way to them. */
function Refused({ error, stage }: { error: unknown; stage: Stage }) {
  const { t } = useTranslation("settings");
  const problem = isProblem(error) ? error.errors[0] : undefined;
  if (problem?.code !== "still_in_use") return explain(t)(error);
  const href = `/deals?filter=stage:eq:${stage.id}&filter=status:eq:open`;
  return (
    <>
      {t("stage_in_use", { count: Number(problem.params?.deals ?? 1), name: stage.name })}{" "}
      <A href={href}>{t("stage_in_use_show")}</A>
    </>
  );
}
