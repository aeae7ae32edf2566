import { useTranslation } from "react-i18next";
import type { Attained, Figure, PeopleNumbers } from "@/api/types";
import { stringifySearch } from "@/app/search";
import { A } from "@/components/A";
import type { Words } from "@/numbers/notes";
import { SortHead } from "../Breakdown";
import table from "../Breakdown.module.css";
import { Cell } from "../Cell";
import { carried } from "../question";
import { NAME, sortRows } from "../sort";
import { useSteering } from "../useSteer";
import style from "./PeoplePage.module.css";
import { isWeak, type NamedPerson } from "./person";

interface Props {
  numbers: PeopleNumbers;
  people: NamedPerson[];
  /** What members aim for in this period, by member. */
  targets: Map<string, Attained>;
  words: Words;
  nameOf: (metric: string) => string;
  onOpen: (figure: Figure, person?: NamedPerson) => void;
}

/** All numbers of all people; sorted by any of them, where too few to tell comes last. */
export function PeopleTable({ numbers, people, targets, words, nameOf, onOpen }: Props) {
  const { t } = useTranslation("people");
  const { steering, set } = useSteering();
  const search = stringifySearch(carried(steering));
  const metrics = people[0]?.figures.map(({ metric }) => metric) ?? [];
  const rows = people.map((person) => ({
    names: [person.name],
    row: {
      person,
      // What rests on too little has no place in an order of merit.
      figures: person.figures.map((one) => (isWeak(one) ? { ...one, value: null } : one)),
    },
  }));
  const sorted = sortRows(rows, steering.sort, words.format.locale);
  const team = numbers.team
    ? new Map([...numbers.team, numbers.team_conversion].map((one) => [one?.metric, one] as const))
    : null;
  const headOf = (key: string, label: string) => (
    <SortHead
      key={key}
      label={label}
      sorted={
        steering.sort === key ? "ascending" : steering.sort === `-${key}` ? "descending" : "none"
      }
      onSort={() => {
        const [usual, other] = key === NAME ? [key, `-${key}`] : [`-${key}`, key];
        set({ sort: steering.sort === usual ? other : usual });
      }}
    />
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={table.scroll} tabIndex={0} aria-label={t("table")}>
      <table className={table.table}>
        <thead>
          <tr>
            {headOf(NAME, t("person"))}
            {metrics.map((metric) => headOf(metric, nameOf(metric)))}
            {targets.size ? (
              <th scope="col" className={table.plain}>
                {nameOf("pace")}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {team ? (
            <tr className={table.total}>
              <th scope="row">{t("team")}</th>
              {metrics.map((metric) => {
                const figure = team.get(metric);
                return figure ? (
                  <Cell
                    key={metric}
                    figure={figure}
                    row={t("team")}
                    name={nameOf(metric)}
                    words={words}
                    onOpen={() => onOpen(figure)}
                  />
                ) : (
                  <td key={metric} />
                );
              })}
              {targets.size ? <td /> : null}
            </tr>
          ) : null}
          {sorted.map(({ row: { person } }) => (
            <tr key={person.id}>
              <th scope="row">
                {person.id === "none" ? (
                  person.name
                ) : (
                  <A href={`/steer/people/${person.id}${search}`} className={style.name}>
                    {person.name}
                  </A>
                )}
                <small className={style.stand}>{t(`stands.${person.person.stands}`)}</small>
              </th>
              {person.figures.map((figure) => (
                <Cell
                  key={figure.metric}
                  figure={figure}
                  row={person.name}
                  name={nameOf(figure.metric)}
                  words={words}
                  onOpen={() => onOpen(figure, person)}
                />
              ))}
              {targets.size ? <Pace target={targets.get(person.id)} words={words} /> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface PaceProps {
  target: Attained | undefined;
  words: Words;
}

/** How somebody is on the way to his target of this period; nothing without one. */
function Pace({ target, words }: PaceProps) {
  const { t } = useTranslation("people");
  const { figures } = words;
  if (!target?.pace) return <td />;
  return (
    <td className={style.pace}>
      {words.format.percent(target.pace.value ?? 0)}
      <small>
        {t("of_target", {
          value: figures.value(target.result.value, target.result.unit),
          aim: figures.value(target.aim, target.result.unit),
        })}
      </small>
    </td>
  );
}
