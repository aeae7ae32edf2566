import { useTranslation } from "react-i18next";
import type { Figure } from "@/api/types";
import type { Words } from "@/numbers/notes";
import style from "./PersonPage.module.css";
import { apart } from "./person";

/** What is held against the team, and whether more of it is better. */
export const HELD: readonly { metric: string; more: boolean }[] = [
  { metric: "response_median", more: false },
  { metric: "response_in_time", more: true },
  { metric: "follow_ups_per_lead", more: true },
  { metric: "follow_ups_per_deal", more: true },
  { metric: "win_rate", more: true },
  { metric: "won_size_mean", more: true },
  { metric: "days_to_won_median", more: false },
];

type Group = "strong" | "talk" | "same";
const GROUPS: readonly Group[] = ["strong", "talk", "same"];

interface Props {
  figures: Figure[];
  /** The same of the whole team; empty for who may not see it. */
  team: Figure[];
  words: Words;
  nameOf: (metric: string) => string;
  onOpen: (figure: Figure) => void;
}

/** What somebody does better than the team, worse, and what cannot be told apart: by what the intervals leave out. */
export function Against({ figures, team, words, nameOf, onOpen }: Props) {
  const { t } = useTranslation("coaching");
  const teamOf = (metric: string) => team.find((one) => one.metric === metric);
  const groupOf = (figure: Figure): Group => {
    const side = apart(figure, teamOf(figure.metric)?.value);
    const held = HELD.find(({ metric }) => metric === figure.metric);
    if (!side || !held) return "same";
    return (side === "above") === held.more ? "strong" : "talk";
  };
  if (team.length === 0) {
    return (
      <section aria-label={t("against.own")}>
        <h2>{t("against.own")}</h2>
        <List figures={figures} {...{ teamOf, words, nameOf, onOpen }} />
      </section>
    );
  }
  return (
    <div className={style.groups}>
      {GROUPS.map((group) => {
        const here = figures.filter((figure) => groupOf(figure) === group);
        return (
          <section key={group} aria-label={t(`against.${group}`)}>
            <h2>{t(`against.${group}`)}</h2>
            {here.length ? (
              <List figures={here} {...{ teamOf, words, nameOf, onOpen }} />
            ) : (
              <p className={style.note}>{t(`against.none_${group}`)}</p>
            )}
          </section>
        );
      })}
    </div>
  );
}

interface ListProps extends Pick<Props, "figures" | "words" | "nameOf" | "onOpen"> {
  teamOf: (metric: string) => Figure | undefined;
}

function List({ figures, teamOf, words, nameOf, onOpen }: ListProps) {
  const { t } = useTranslation("coaching");
  const write = words.figures;
  return (
    <ul className={style.list}>
      {figures.map((figure) => {
        const team = teamOf(figure.metric);
        const behind = [
          t("n", { n: words.format.number(figure.n) }),
          write.interval(figure),
          team ? t("against.team", { value: write.value(team.value, team.unit) }) : "",
        ];
        return (
          <li key={figure.metric}>
            <button
              type="button"
              className={style.number}
              aria-haspopup="dialog"
              onClick={() => onOpen(figure)}
            >
              <span>{nameOf(figure.metric)}</span>
              <strong>{write.value(figure.value, figure.unit)}</strong>
              <small>{behind.filter(Boolean).join(" · ")}</small>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
