import { IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { Attained, Figure, PeopleNumbers } from "@/api/types";
import { scaleTo } from "@/components/chart/scale";
import { Page } from "@/components/Page";
import { EmptyState } from "@/components/States";
import { NumberPanel } from "@/numbers/NumberPanel";
import { noteWords } from "@/numbers/notes";
import { periodName } from "@/numbers/periods";
import type { Question } from "@/numbers/question";
import { useDefinitions, useWords } from "@/numbers/useNumbers";
import { Download } from "../Download";
import { FilterRow } from "../FilterRow";
import { Forbidden, isForbidden } from "../Forbidden";
import { PastMark } from "../PastMark";
import page from "../SteerPage.module.css";
import { useDimensions, useSteering } from "../useSteer";
import { useTabs } from "../useTabs";
import { Wrong } from "../Wrong";
import { peopleQuery, peopleQuestion, targetsQuery, USUAL_PEOPLE_PERIOD } from "./api";
import { PeopleChart } from "./PeopleChart";
import style from "./PeoplePage.module.css";
import { PeopleTable } from "./PeopleTable";
import { apart, figureOf, isWeak, type NamedPerson, namedPeople } from "./person";

/** One row per seller, compared fairly: what each got, did with it, and what can be told from it. */
export default function PeoplePage() {
  const { t } = useTranslation("steer");
  const { steering } = useSteering();
  const tabs = useTabs();
  const question = peopleQuestion(steering);
  const { data, error, refetch } = useQuery({
    ...peopleQuery(question),
    placeholderData: (before) => before,
  });
  return (
    <Page
      title={t("title")}
      tabs={tabs}
      controls={<FilterRow usual={USUAL_PEOPLE_PERIOD} alone />}
      actions={<Download table="people" question={question} />}
      scroll
    >
      <PastMark period={undefined} />
      {isForbidden(error) ? (
        <Forbidden />
      ) : error ? (
        <Wrong error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <People numbers={data} question={question} />
      ) : null}
    </Page>
  );
}

interface PeopleProps {
  numbers: PeopleNumbers;
  question: Question;
}

function People({ numbers, question }: PeopleProps) {
  const { t } = useTranslation("people");
  const { t: steer } = useTranslation("steer");
  const { steering, set } = useSteering();
  const { currency } = useCatalogue().workspace;
  const definitions = useDefinitions();
  const words = useWords(currency);
  const people = namedPeople(numbers, useDimensions(), steer);
  const targets = useTargets(question);
  const open = (figure: Figure, person?: NamedPerson) =>
    set({ open: figure.metric, row: person ? [person.id] : undefined }, true);
  const opened = people.find(({ id }) => id === steering.row?.[0]);
  if (people.length === 0) {
    return (
      <EmptyState icon={IconUsers} title={t("empty.title")}>
        {t("empty.text")}
      </EmptyState>
    );
  }
  return (
    <div className={page.body}>
      {(numbers.notes ?? []).map((note) => (
        <p key={note.code} className={style.note}>
          {noteWords(note, null, words)}
        </p>
      ))}
      <Charts numbers={numbers} people={people} period={question.period} onOpen={open} />
      <PeopleTable
        numbers={numbers}
        people={people}
        targets={targets}
        words={words}
        nameOf={definitions.name}
        onOpen={open}
      />
      {steering.open && definitions.known ? (
        <NumberPanel
          handle={
            opened
              ? { metric: steering.open, by: ["owner"], row: [opened.id] }
              : { metric: steering.open }
          }
          subject={opened?.name}
          question={question}
          numbers={{ currency, compared_with: null }}
          figure={opened ? figureOf(opened, steering.open) : undefined}
          definitions={definitions}
          onClose={() => set({ open: undefined, row: undefined })}
        />
      ) : null}
    </div>
  );
}

interface ChartsProps {
  numbers: PeopleNumbers;
  people: NamedPerson[];
  period: string;
  onOpen: (figure: Figure, person: NamedPerson) => void;
}

/** What is drawn: conversion, tempered and on the same mix of leads, and how long leads waited. */
function Charts({ numbers, people, period, onOpen }: ChartsProps) {
  const { t, i18n } = useTranslation("people");
  const { t: steer } = useTranslation("steer");
  const words = useWords(useCatalogue().workspace.currency);
  const { format, figures } = words;
  const when = i18n.exists(`steer:period.${period}`)
    ? steer(`period.${period}`).toLocaleLowerCase(format.locale)
    : periodName(period, format);
  const named = people.filter(({ id }) => id !== "none");
  const standing = (stands: string) =>
    named.filter(({ person }) => person.stands === stands).map(({ name }) => name);
  const [above, below] = [standing("above"), standing("below")];
  const rate = numbers.team_conversion?.value;

  const response = (person: NamedPerson) => figureOf(person, "response_median");
  const teamResponse = numbers.team?.find(({ metric }) => metric === "response_median")?.value;
  const isSlow = (person: NamedPerson) => {
    const figure = response(person);
    return figure !== undefined && apart(figure, teamResponse) === "above";
  };
  const slow = named.filter(isSlow).map(({ name }) => name);
  const lean = (figure: Figure | undefined) => figure !== undefined && !isWeak(figure);
  const waits = named.map(response).filter(lean);

  return (
    <>
      <PeopleChart
        title={
          [
            above.length ? t("finding.above", { names: format.list(above) }) : "",
            below.length ? t("finding.below", { names: format.list(below) }) : "",
          ]
            .filter(Boolean)
            .join("; ") || t("finding.none")
        }
        question={t("conversion.question", {
          period: when,
          days: format.number(numbers.horizon.days),
          team: figures.value(rate, "share", true),
        })}
        people={named}
        series={[
          {
            label: t("conversion.tempered"),
            figureOf: ({ person }) => person.shrunk,
            besideOf: ({ person }) => person.conversion.value,
            isStrong: ({ person }) => person.stands !== "not_told_apart",
          },
          {
            label: t("conversion.same_mix"),
            figureOf: ({ person }) => person.same_mix,
            isStrong: () => false,
          },
        ]}
        // What rests on two leads reaches to 100%: it runs off the drawing, so that the others can be read.
        scale={scaleTo([rate, ...named.map(({ person }) => person.shrunk.interval?.high)])}
        team={rate}
        write={(value) => format.percent(value)}
        words={words}
        onOpen={onOpen}
      />
      {waits.length ? (
        <PeopleChart
          title={
            slow.length
              ? t("finding.slow", { names: format.list(slow), count: slow.length })
              : t("finding.none_slow")
          }
          question={t("response.question", {
            period: when,
            team: figures.value(teamResponse, "business_minutes"),
          })}
          people={named}
          series={[{ label: t("response.label"), figureOf: response, isStrong: isSlow }]}
          scale={scaleTo(
            [teamResponse, ...waits.map((figure) => figure?.interval?.high ?? figure?.value)],
            60,
          )}
          team={teamResponse}
          write={(value) => figures.value(value, "business_minutes")}
          words={words}
          onOpen={onOpen}
        />
      ) : null}
    </>
  );
}

/** Each member's target of this very period: for won value, else for won deals. */
function useTargets(question: Question): Map<string, Attained> {
  const { data } = useQuery(targetsQuery(question));
  const targets = new Map<string, Attained>();
  for (const metric of ["won_count", "won_value"]) {
    for (const item of data?.items ?? []) {
      if (item.whom.kind === "member" && item.metric === metric) targets.set(item.whom.id, item);
    }
  }
  return targets;
}
