import { useTranslation } from "react-i18next";
import type { Figure, Phases, StageNumbers } from "@/api/types";
import type { Question } from "@/numbers/question";
import { rowName } from "../dimensions";
import { Opened } from "../Opened";
import { useDimensions, useSteering } from "../useSteer";
import { BY_STAGE } from "./StageLosses";
import { ofPipeline, useNamedStages } from "./stages";

interface Props {
  numbers: StageNumbers;
  phases: Phases | undefined;
  question: Question;
}

/** Whichever number of the page is open: of a phase, a stage, the pipeline, or what was lost. */
export function OpenInFunnel({ numbers, phases, question }: Props) {
  const { t } = useTranslation("funnel");
  const { t: steer } = useTranslation("steer");
  const { steering } = useSteering();
  const dimensions = useDimensions();
  const stages = useNamedStages(numbers);
  const { open, part, row } = steering;
  if (!open) return null;
  if (open.startsWith("phase_")) {
    const figures: Figure[] = [
      ...(phases?.phases ?? []).map((one) => one.parties),
      ...(phases?.steps ?? []).map((one) => one.conversion),
    ];
    return (
      <Opened
        question={{ ...question, filter: undefined }}
        numbers={numbers}
        subject={part ? t(`phase.${part}`) : undefined}
        figure={figures.find((one) => one.metric === open && one.explain.part === part)}
      />
    );
  }
  const own = ofPipeline(question, numbers.pipeline);
  if (row) {
    return (
      <Opened
        question={own}
        numbers={numbers}
        by={BY_STAGE}
        subject={rowName(row, BY_STAGE, dimensions, steer)}
      />
    );
  }
  if (!part) {
    const figure = numbers.whole.find((one) => one.metric === open);
    return <Opened question={own} numbers={numbers} figure={figure} />;
  }
  const stage = stages.find((one) => one.id === part);
  return (
    <Opened
      question={question}
      numbers={numbers}
      subject={stage?.name}
      figure={stage?.figures.get(open)}
    />
  );
}
