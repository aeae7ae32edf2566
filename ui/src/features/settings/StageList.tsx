import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { OrderedList } from "@/components/OrderedList";
import { useEdit } from "./edits";
import style from "./Pipelines.module.css";
import { StageRow } from "./StageRow";
import type { Pipeline } from "./setUp";
import { addStage, orderStages } from "./stages";
import { explain } from "./words";

interface Props {
  pipeline: Pipeline;
  whyNot: string | null;
}

/** The steps of a pipeline, in order. */
export function StageList({ pipeline, whyNot }: Props) {
  const { t } = useTranslation("settings");
  const edit = useEdit("pipelines");
  const [wrong, setWrong] = useState("");
  return (
    <div className={style.stages}>
      <div className={style.head} aria-hidden>
        <span>{t("stage")}</span>
        <span>{t("expected_days")}</span>
        <span>{t("win_chance")}</span>
        <span>{t("playbook")}</span>
      </div>
      <OrderedList
        label={t("stages_of", { name: pipeline.name })}
        items={pipeline.stages}
        id={(stage) => stage.id}
        name={(stage) => stage.name}
        movable={!whyNot}
        onOrder={async (ids) => {
          try {
            await edit(pipeline, orderStages(ids));
            setWrong("");
          } catch (error) {
            setWrong(explain(t)(error));
          }
        }}
      >
        {(stage, handle) => (
          <StageRow pipeline={pipeline} stage={stage} handle={handle} whyNot={whyNot} />
        )}
      </OrderedList>
      {wrong ? (
        <p className={style.wrong} role="alert">
          {wrong}
        </p>
      ) : null}
      {whyNot ? null : <AddStage pipeline={pipeline} />}
    </div>
  );
}

function AddStage({ pipeline }: { pipeline: Pipeline }) {
  const { t } = useTranslation("settings");
  const edit = useEdit("pipelines");
  const [name, setName] = useState("");
  const [state, setState] = useState<{ saving?: boolean; error?: string }>({});
  const input = useRef<HTMLInputElement>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim() || state.saving) return;
    setState({ saving: true });
    try {
      await edit(pipeline, addStage(name.trim()));
      setName("");
      setState({});
      input.current?.focus();
    } catch (error) {
      setState({ error: explain(t)(error) });
    }
  };
  return (
    <form className={style.add} onSubmit={(event) => void submit(event)}>
      <TextInput
        ref={input}
        aria-label={t("new.stage")}
        placeholder={t("new.stage")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={state.error}
      />
      <Button type="submit" variant="default" loading={state.saving} disabled={!name.trim()}>
        {t("add")}
      </Button>
    </form>
  );
}
