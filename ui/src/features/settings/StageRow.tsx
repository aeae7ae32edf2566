import { ActionIcon } from "@mantine/core";
import { IconArchive, IconChevronDown } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import { A } from "@/components/A";
import { InlineField } from "@/components/fields/InlineField";
import type { Field } from "@/components/fields/types";
import { toast } from "@/components/toast";
import { useEdit, useTypedEdit } from "./edits";
import { StageNorms } from "./norms/StageNorms";
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

  const of = { pipeline, stage, whyNot };
  return (
    <div className={style.stage}>
      <div className={style.row}>
        <div className={style.grip}>{handle}</div>
        <div className={style.name}>
          <StageCell {...of} name="name" type="text" />
        </div>
        <div className={style.number}>
          <StageCell {...of} name="expected_days" type="number" />
        </div>
        <div className={style.number}>
          <StageCell {...of} name="win_chance" type="percent" />
        </div>
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
        {open ? (
          <>
            <Playbook pipeline={pipeline} stage={stage} whyNot={whyNot} />
            <StageNorms pipeline={pipeline} stage={stage} />
          </>
        ) : null}
      </div>
    </div>
  );
}

interface CellProps extends Omit<Props, "handle"> {
  name: "name" | "expected_days" | "win_chance";
  type: Field["type"];
}

function StageCell({ pipeline, stage, whyNot, name, type }: CellProps) {
  const { t } = useTranslation("settings");
  const { onStart, save } = useTypedEdit("pipelines", pipeline);
  const value = stage[name];
  const words = {
    name: () => stage.name,
    expected_days: () => t("days", { count: Number(value) }),
    win_chance: () => t("percent", { count: Number(value) }),
  };
  return (
    <InlineField
      bare
      field={{
        name,
        label: t("cell", { field: t(name), name: stage.name }),
        type,
        required: name === "name",
        ...(whyNot ? { readOnly: whyNot } : {}),
      }}
      value={value}
      shown={value === null ? undefined : words[name]()}
      explain={explain(t)}
      onStart={onStart}
      onSave={(next) =>
        save(changeStage(stage.id, { [name]: name === "name" ? (next ?? "") : next }))
      }
    />
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
