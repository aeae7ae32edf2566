import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArchive,
  IconArrowLeft,
  IconArrowRight,
  IconCopy,
  IconDots,
} from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { A } from "@/components/A";
import { InlineField } from "@/components/fields/InlineField";
import { toast } from "@/components/toast";
import { useAdd, useEdit, useOffer, useTypedEdit, values } from "./edits";
import { NewPipeline } from "./NewPipeline";
import { NoLongerOffered } from "./NoLongerOffered";
import style from "./Pipelines.module.css";
import { useWhyNot } from "./rights";
import { Section } from "./Section";
import { StageList } from "./StageList";
import { offered, type Pipeline } from "./setUp";
import { withoutIds } from "./stages";
import { explain } from "./words";

/** The sales processes and their steps. */
export default function Pipelines() {
  const { t } = useTranslation("settings");
  const { pipelines } = useCatalogue();
  const whyNot = useWhyNot("lists");
  const navigate = useNavigate();
  const asked = useSearch({ strict: false }).entry;
  const open = offered(pipelines);
  const pipeline = open.find(({ id }) => id === asked) ?? open[0];
  const show = (id: string) => void navigate({ to: ".", search: { entry: id } });

  return (
    <Section title={t("kind.pipelines")} text={t("pipelines_text")} whyNot={whyNot}>
      <nav className={style.tabs} aria-label={t("kind.pipelines")}>
        {open.map((one) => (
          <A
            key={one.id}
            href={`/settings/pipelines?entry=${one.id}`}
            aria-current={one.id === pipeline?.id ? "page" : undefined}
          >
            {one.name}
          </A>
        ))}
        {whyNot ? null : <NewPipeline place={open.length} onMade={show} />}
      </nav>
      {pipeline ? (
        <OnePipeline key={pipeline.id} pipeline={pipeline} all={open} whyNot={whyNot} show={show} />
      ) : (
        <p>{t("pipelines_empty")}</p>
      )}
      <NoLongerOffered kind="pipelines" entries={pipelines} disabled={whyNot !== null} />
    </Section>
  );
}

interface OneProps {
  pipeline: Pipeline;
  all: Pipeline[];
  whyNot: string | null;
  show: (id: string) => void;
}

function OnePipeline({ pipeline, all, whyNot, show }: OneProps) {
  const { t } = useTranslation("settings");
  const { t: common } = useTranslation();
  const edit = useEdit("pipelines");
  const typed = useTypedEdit("pipelines", pipeline);
  const add = useAdd("pipelines");
  const { remove, restore } = useOffer("pipelines");
  const [wrong, setWrong] = useState("");
  const place = all.indexOf(pipeline);
  const attempt = (work: Promise<unknown>) =>
    work.then(
      () => setWrong(""),
      (error) => setWrong(explain(t)(error)),
    );
  /** Changes place with its neighbour. */
  const swap = async (step: number) => {
    const order = all.filter((one) => one !== pipeline);
    order.splice(place + step, 0, pipeline);
    for (const [position, one] of order.entries()) {
      if (one.position !== position) await edit(one, values({ position }));
    }
  };
  const copy = async () => {
    const stages = pipeline.stages.map(withoutIds);
    const name = t("copy_of", { name: pipeline.name });
    show((await add.mutateAsync({ name, stages, position: all.length })).id);
  };
  const take = async () => {
    await remove.mutateAsync(pipeline);
    toast(t("removed", { name: pipeline.name }), {
      label: common("undo"),
      run: () => restore.mutate(pipeline.id),
    });
  };
  const nameOf = { name: "name", label: t("pipeline_name"), type: "text", required: true } as const;
  return (
    <>
      <div className={style.title}>
        <InlineField
          bare
          field={{ ...nameOf, ...(whyNot ? { readOnly: whyNot } : {}) }}
          value={pipeline.name}
          shown={<strong>{pipeline.name}</strong>}
          explain={explain(t)}
          onStart={typed.onStart}
          onSave={(name) => typed.save(values({ name: String(name ?? "") }))}
        />
        {whyNot ? null : (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={t("pipeline_more", { name: pipeline.name })}>
                <IconDots size={18} stroke={1.5} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconCopy size={16} stroke={1.5} aria-hidden />}
                onClick={() => void attempt(copy())}
              >
                {t("pipeline_copy")}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconArrowLeft size={16} stroke={1.5} aria-hidden />}
                disabled={place === 0}
                onClick={() => void attempt(swap(-1))}
              >
                {t("pipeline_earlier")}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconArrowRight size={16} stroke={1.5} aria-hidden />}
                disabled={place === all.length - 1}
                onClick={() => void attempt(swap(1))}
              >
                {t("pipeline_later")}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconArchive size={16} stroke={1.5} aria-hidden />}
                disabled={all.length === 1}
                onClick={() => void attempt(take())}
              >
                {t("pipeline_remove")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {wrong ? (
        <p className={style.wrong} role="alert">
          {wrong}
        </p>
      ) : null}
      <StageList pipeline={pipeline} whyNot={whyNot} />
      <Horizon pipeline={pipeline} />
    </>
  );
}

/** How long deals are followed before they count as won or not. */
function Horizon({ pipeline }: { pipeline: Pipeline }) {
  const { t } = useTranslation("settings");
  const whyNot = useWhyNot("norms");
  const { onStart, save } = useTypedEdit("pipelines", pipeline);
  const days = pipeline.horizon_days;
  return (
    <div className={style.horizon}>
      <InlineField
        field={{
          name: "horizon_days",
          label: t("norms.horizon_days"),
          type: "number",
          ...(whyNot ? { readOnly: whyNot } : {}),
        }}
        value={days}
        shown={days === null ? t("norms.from_history") : t("days", { count: days })}
        explain={explain(t)}
        onStart={onStart}
        onSave={(next) => save(values({ horizon_days: next === null ? null : Number(next) }))}
      />
      <p className={style.about}>{t("norms.horizon_hint")}</p>
    </div>
  );
}
