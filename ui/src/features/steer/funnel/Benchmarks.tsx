import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Held, HeldAgainst, StageNumbers } from "@/api/types";
import { errorWords } from "@/app/errors";
import { notesOf, type Words } from "@/numbers/notes";
import type { Question } from "@/numbers/question";
import { useDefinitions } from "@/numbers/useNumbers";
import table from "../Breakdown.module.css";
import { CellButton } from "../Cell";
import { useOpen } from "../Opened";
import { benchmarkQuery } from "./api";
import style from "./Funnel.module.css";
import type { NamedStage } from "./stages";

interface Props {
  numbers: StageNumbers;
  question: Question;
  stages: NamedStage[];
  words: Words;
}

/** The four numbers of every stage against last year, the twelve months before and the norms. */
export function Benchmarks({ numbers, question, stages, words }: Props) {
  const { t } = useTranslation("funnel");
  const definitions = useDefinitions();
  const { data, error } = useQuery({
    ...benchmarkQuery(question, numbers.pipeline),
    placeholderData: (before) => before,
  });
  if (error) return <p className={style.note}>{errorWords(error).title}</p>;
  if (!data) return null;
  const columns = data.stages[0]?.numbers.map((held) => held.figure.metric) ?? [];
  const rows = [
    { key: "whole", name: t("benchmark.whole"), numbers: data.whole },
    ...data.stages.map((held) => ({
      key: held.stage,
      name: stages.find((one) => one.id === held.stage)?.name ?? "…",
      numbers: held.numbers,
    })),
  ];
  const short = data.stages
    .map(({ stage, numbers }) => ({ stage, needed: neededOf(numbers[0]) }))
    .filter(({ needed }) => needed > 0);
  return (
    <section aria-label={t("benchmark.title")} className={style.section}>
      <h2>
        {short.length
          ? t("benchmark.finding", {
              stages: words.format.list(
                short.map(
                  ({ stage, needed }) =>
                    `${stages.find((one) => one.id === stage)?.name ?? "…"} (${needed})`,
                ),
              ),
            })
          : t("benchmark.no_finding")}
      </h2>
      <p className={style.subtitle}>{t("benchmark.subtitle")}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={table.scroll} tabIndex={0} aria-label={t("benchmark.table")}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col" className={table.plain}>
                {t("benchmark.stage")}
              </th>
              {columns.map((metric) => (
                <th key={metric} scope="col" className={table.plain}>
                  {definitions.name(metric)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, numbers }) => (
              <tr key={key} className={key === "whole" ? table.total : undefined}>
                <th scope="row">{name}</th>
                {numbers.map((held) => (
                  <HeldCell
                    key={held.figure.metric}
                    held={held}
                    row={name}
                    // The whole has its own metrics: what stands open, the win rate.
                    name={definitions.name(held.figure.metric)}
                    named={!columns.includes(held.figure.metric)}
                    words={words}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** The most that is missing of a count, by whatever it is held against. */
function neededOf(held: Held | undefined): number {
  return Math.max(0, ...(held?.against ?? []).map((one) => one.comparison.more_needed ?? 0));
}

interface HeldProps {
  held: Held;
  row: string;
  name: string;
  named: boolean;
  words: Words;
}

function HeldCell({ held, row, name, named, words }: HeldProps) {
  const open = useOpen();
  const { figure, against } = held;
  return (
    <td className={style.held} title={notesOf(figure, words).join(" ") || undefined}>
      <CellButton figure={figure} row={row} name={name} words={words} onOpen={() => open(figure)} />
      {named ? <small>{name}</small> : null}
      {against.map((one) => (
        <Against key={one.yardstick} against={one} held={held} words={words} />
      ))}
    </td>
  );
}

interface AgainstProps {
  against: HeldAgainst;
  held: Held;
  words: Words;
}

/** One yardstick: its value, the difference with its verdict, and what is still needed as a sum that can be checked. */
function Against({ against: { yardstick, comparison }, held, words }: AgainstProps) {
  const { t } = useTranslation("funnel");
  const { figures, format } = words;
  const { unit, value } = held.figure;
  const needed = comparison.more_needed ?? 0;
  const real = comparison.verdict === "higher" || comparison.verdict === "lower";
  return (
    <span className={style.against} data-real={real || undefined}>
      <span>{t(`yardstick.${yardstick}`, { value: figures.value(comparison.value, unit) })}</span>
      <span>{figures.verdict(comparison, unit)}</span>
      {needed > 0 && typeof value === "number" ? (
        <span className={style.needed}>
          {t(comparison.verdict === "can_be_chance" ? "benchmark.sum_chance" : "benchmark.sum", {
            norm: format.number(needed + value),
            now: format.number(value),
            needed: format.number(needed),
          })}
        </span>
      ) : null}
    </span>
  );
}
