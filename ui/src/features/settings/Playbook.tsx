import { ActionIcon, Button, NumberInput, Switch, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { OrderedList } from "@/components/OrderedList";
import { useEdit } from "./edits";
import style from "./Pipelines.module.css";
import type { Action, Pipeline, Result, Stage } from "./setUp";
import { changeStage } from "./stages";
import { explain } from "./words";

interface Props {
  pipeline: Pipeline;
  stage: Stage;
  whyNot: string | null;
}

/** What to do in a stage, and what to have obtained before leaving it. */
export function Playbook({ pipeline, stage, whyNot }: Props) {
  const { t } = useTranslation("settings");
  const edit = useEdit("pipelines");
  const [wrong, setWrong] = useState("");
  const save = async (patch: Partial<Stage>) => {
    try {
      await edit(pipeline, changeStage(stage.id, patch));
      setWrong("");
    } catch (error) {
      setWrong(explain(t)(error));
    }
  };
  return (
    <div className={style.playbook}>
      <Lines<Action>
        title={t("playbook_actions")}
        text={t("playbook_actions_text")}
        add={t("new.action")}
        items={stage.actions}
        whyNot={whyNot}
        fresh={(name) => ({ name, per_day: null })}
        onChange={(actions) => save({ actions })}
      >
        {(action, change) =>
          whyNot && action.per_day === null ? null : (
            <NumberInput
              className={style.perDay}
              aria-label={t("cell", { field: t("per_day"), name: action.name })}
              placeholder={t("per_day_short")}
              suffix={` ${t("per_day_short")}`}
              hideControls
              min={0}
              max={1000}
              readOnly={whyNot !== null}
              defaultValue={action.per_day ?? ""}
              onBlur={(event) => {
                const given = Number.parseInt(event.currentTarget.value, 10);
                const per_day = Number.isNaN(given) ? null : given;
                if (per_day !== action.per_day) change({ ...action, per_day });
              }}
            />
          )
        }
      </Lines>
      <Lines<Result>
        title={t("playbook_results")}
        text={t("playbook_results_text")}
        add={t("new.result")}
        items={stage.results}
        whyNot={whyNot}
        fresh={(name) => ({ id: "", name, required: true })}
        onChange={(results) => save({ results })}
      >
        {(result, change) =>
          whyNot ? (
            <span className={style.about}>{result.required ? t("required") : null}</span>
          ) : (
            <Switch
              label={t("required")}
              aria-label={t("cell", { field: t("required"), name: result.name })}
              checked={result.required}
              onChange={(event) => change({ ...result, required: event.currentTarget.checked })}
            />
          )
        }
      </Lines>
      {wrong ? (
        <p className={style.wrong} role="alert">
          {wrong}
        </p>
      ) : null}
    </div>
  );
}

interface LinesProps<Line> {
  title: string;
  text: string;
  add: string;
  items: Line[];
  whyNot: string | null;
  fresh: (name: string) => Line;
  onChange: (items: Line[]) => Promise<void>;
  children: (line: Line, change: (line: Line) => void) => ReactNode;
}

/** A short list of lines with a name: typed, ordered, taken away. */
function Lines<Line extends { name: string }>(props: LinesProps<Line>) {
  const { title, text, add, items, whyNot, fresh, onChange, children } = props;
  const { t } = useTranslation("settings");
  const [name, setName] = useState("");
  const numbered = items.map((line, at) => ({ line, key: `${at}:${line.name}` }));
  const change = (at: number, line: Line) => void onChange(items.with(at, line));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    void onChange([...items, fresh(name.trim())]);
    setName("");
  };
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <p className={style.about}>{text}</p>
      <OrderedList
        label={title}
        items={numbered}
        id={({ key }) => key}
        name={({ line }) => line.name}
        movable={!whyNot}
        onOrder={(keys) =>
          onChange(keys.flatMap((key) => numbered.find((one) => one.key === key)?.line ?? []))
        }
      >
        {({ line }, handle) => {
          const at = items.indexOf(line);
          return (
            <div className={style.line}>
              {handle}
              <TextInput
                className={style.lineName}
                variant="unstyled"
                aria-label={t("name_of", { name: line.name })}
                readOnly={whyNot !== null}
                defaultValue={line.name}
                onBlur={(event) => {
                  const next = event.currentTarget.value.trim();
                  if (next && next !== line.name) change(at, { ...line, name: next });
                }}
                onKeyDown={(event) => {
                  if (event.key === "Enter") event.currentTarget.blur();
                }}
              />
              {children(line, (next) => change(at, next))}
              {whyNot ? null : (
                <ActionIcon
                  size={24}
                  aria-label={t("line_remove", { name: line.name })}
                  onClick={() => void onChange(items.toSpliced(at, 1))}
                >
                  <IconX size={14} stroke={1.5} aria-hidden />
                </ActionIcon>
              )}
            </div>
          );
        }}
      </OrderedList>
      {whyNot ? null : (
        <form className={style.add} onSubmit={submit}>
          <TextInput
            aria-label={add}
            placeholder={add}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={!name.trim()}>
            {t("add")}
          </Button>
        </form>
      )}
    </section>
  );
}
