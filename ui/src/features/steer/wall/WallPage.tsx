import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { Numbers } from "@/api/types";
import { A } from "@/components/A";
import { FOLLOWING, type Trend } from "@/numbers/api";
import { firstNote, type Words, whyNone } from "@/numbers/notes";
import { periodName, stepsTo } from "@/numbers/periods";
import { TrendLine } from "@/numbers/TrendLine";
import { useDefinitions, useWords } from "@/numbers/useNumbers";
import { numbersQuery, trendQuery } from "../api";
import { questionOf } from "../question";
import { type Section, sectionsOf } from "../sections";
import { useSteering } from "../useSteer";
import { Wrong } from "../Wrong";
import style from "./WallPage.module.css";

/** Without anything happening the clock still moves the numbers: response times, what is overdue. */
const AT_LEAST_EVERY = 60_000;

/** The seven numbers for a screen on the wall: large, alone, and always as they stand now. */
export default function WallPage() {
  const { t } = useTranslation("steer");
  const { steering } = useSteering();
  const definitions = useDefinitions();
  const { workspace } = useCatalogue();
  const question = questionOf({ ...steering, as_of: undefined, known_at: undefined });
  const { data, error, refetch } = useQuery({
    ...numbersQuery(question, [], []),
    refetchInterval: ({ state }) => FOLLOWING.refetchInterval({ state }) || AT_LEAST_EVERY,
    refetchIntervalInBackground: true,
    placeholderData: (before) => before,
  });
  const sections = sectionsOf(data);
  const metrics = sections
    .flatMap(({ metrics }) => metrics.slice(0, 1))
    .filter(definitions.isPlain);
  const trends = useQuery({
    ...trendQuery(question, metrics, data ? stepsTo(data.period) : null),
    placeholderData: (before) => before,
  });
  const words = useWords(data?.currency ?? workspace.currency);
  useAwake();
  useEffect(() => {
    document.title = `${workspace.name} · Trechter`;
  }, [workspace.name]);
  return (
    <main className={style.wall} id="main">
      <header className={style.head}>
        <h1>{workspace.name}</h1>
        <p>{data ? t("wall.when", whenOf(data, words)) : null}</p>
        <A href="/steer" className={style.leave}>
          {t("wall.leave")}
        </A>
      </header>
      {error && !data ? (
        <Wrong error={error} onRetry={() => void refetch()} />
      ) : (
        <Figures
          sections={sections}
          numbers={data}
          trends={trends.data ?? {}}
          words={words}
          nameOf={definitions.name}
        />
      )}
    </main>
  );
}

function whenOf(numbers: Numbers, { format }: Words) {
  return { period: periodName(numbers.period, format), time: format.time(numbers.as_of) };
}

interface FiguresProps {
  sections: Section[];
  numbers: Numbers | undefined;
  trends: Record<string, Trend>;
  words: Words;
  nameOf: (metric: string) => string;
}

function Figures({ sections, numbers, trends, words, nameOf }: FiguresProps) {
  const { t } = useTranslation("steer");
  const figures = new Map(numbers?.totals.map((figure) => [figure.metric, figure]));
  return (
    <ul className={style.numbers} aria-label={t("tiles")} aria-busy={!numbers}>
      {sections.map(({ number, metrics: [first = "", second = ""] }) => {
        const figure = figures.get(first);
        const beside = figures.get(second);
        const trend = trends[first];
        const note = figure?.value === null ? whyNone(figure, words) : "";
        return (
          <li key={number} className={style.number}>
            <span className={style.name}>{nameOf(first)}</span>
            <span className={style.figure}>{figure ? words.figures.of(figure) : null}</span>
            <span className={style.line}>
              <span>
                {figure
                  ? note ||
                    words.figures.verdict(figure.comparison, figure.unit) ||
                    firstNote(figure, words)
                  : null}
              </span>
              {trend ? <TrendLine values={trend.values} /> : null}
            </span>
            {beside ? (
              <span className={style.beside}>
                {nameOf(second)}: <strong>{words.figures.of(beside)}</strong>
              </span>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

/** Keeps the screen from going dark, where the browser lets a page ask for that. */
function useAwake() {
  useEffect(() => {
    let lock: { release: () => Promise<void> } | undefined;
    const hold = () => {
      if (document.visibilityState !== "visible") return;
      void navigator.wakeLock?.request("screen").then(
        (held) => {
          lock = held;
        },
        // Refused, as on a machine that saves power: the numbers stand there all the same.
        () => undefined,
      );
    };
    hold();
    document.addEventListener("visibilitychange", hold);
    return () => {
      document.removeEventListener("visibilitychange", hold);
      void lock?.release();
    };
  }, []);
}
