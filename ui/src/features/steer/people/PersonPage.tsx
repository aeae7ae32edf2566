import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { useMember } from "@/api/session";
import type { Figure } from "@/api/types";
import { stringifySearch } from "@/app/search";
import { A } from "@/components/A";
import { Page } from "@/components/Page";
import { NumberPanel } from "@/numbers/NumberPanel";
import { useDefinitions, useWords } from "@/numbers/useNumbers";
import { talksQuery } from "../coaching/api";
import { Talks } from "../coaching/Talks";
import { FilterRow } from "../FilterRow";
import { PastMark } from "../PastMark";
import { carried } from "../question";
import page from "../SteerPage.module.css";
import { useSteering } from "../useSteer";
import { useTabs } from "../useTabs";
import { Wrong } from "../Wrong";
import { Against, HELD } from "./Against";
import { peopleQuestion, USUAL_PEOPLE_PERIOD } from "./api";
import { Examples } from "./Examples";
import style from "./PersonPage.module.css";
import { about, figuresQuery } from "./personApi";
import { Since } from "./Since";
import { Stalls } from "./Stalls";

const METRICS = HELD.map(({ metric }) => metric);
/** In the URL: the number as it was then. */
const THEN = "then";

/** One person, for a good talk: what goes well, where it stalls, deals to look at, what was agreed and what changed. */
export default function PersonPage() {
  const { t } = useTranslation("coaching");
  const { t: steer } = useTranslation("steer");
  const { id = "" } = useParams({ strict: false });
  const { steering, set } = useSteering();
  const tabs = useTabs();
  const { members, teams, workspace } = useCatalogue();
  const me = useMember();
  const definitions = useDefinitions();
  const words = useWords(workspace.currency);
  const question = peopleQuestion(steering);
  const asked = about(question, id);
  const whole = me?.role === "owner" || me?.sees === "all";
  const own = useQuery({ ...figuresQuery(asked, METRICS), placeholderData: (before) => before });
  const team = useQuery({ ...figuresQuery(question, METRICS), enabled: whole });
  const talks = useQuery(talksQuery(id));
  const since = steering.since ?? talks.data?.items[0]?.on;

  const member = members.find((one) => one.id === id);
  const name = member?.name ?? t("unknown");
  const teamName = teams.find((one) => one.id === member?.team)?.name;
  const open = (figure: Figure, then = false) =>
    set(
      {
        open: figure.metric,
        part: figure.explain.part ?? undefined,
        row: then ? [THEN] : undefined,
      },
      true,
    );
  const isThen = steering.row?.[0] === THEN;
  const figures = own.data?.totals ?? [];
  return (
    <Page
      title={steer("title")}
      tabs={tabs}
      controls={<FilterRow usual={USUAL_PEOPLE_PERIOD} alone />}
      scroll
    >
      <PastMark period={undefined} />
      {own.error ? (
        <Wrong error={own.error} onRetry={() => void own.refetch()} />
      ) : own.data && definitions.known ? (
        <div className={page.body}>
          <header className={style.person}>
            <h2>{member?.active === false ? steer("left", { name }) : name}</h2>
            <p>
              {[teamName, t("talk_with")].filter(Boolean).join(" · ")}
              {whole ? (
                <>
                  {" · "}
                  <A href={`/steer/people${stringifySearch(carried(steering))}`}>
                    {t("everybody")}
                  </A>
                </>
              ) : null}
            </p>
          </header>
          <Against
            figures={figures}
            team={whole ? (team.data?.totals ?? []) : []}
            words={words}
            nameOf={definitions.name}
            onOpen={open}
          />
          <Stalls
            id={id}
            question={question}
            pipeline={steering.pipeline}
            whole={whole}
            words={words}
            onOpen={open}
          />
          <Examples id={id} question={question} words={words} />
          <Talks about={id} coaches={me?.role === "owner" || me?.role === "manager"} />
          <Since
            question={asked}
            metrics={METRICS}
            now={figures}
            since={since}
            onSince={(day) => set({ since: day })}
            words={words}
            nameOf={definitions.name}
            onOpen={open}
          />
          {steering.open ? (
            <NumberPanel
              handle={{ metric: steering.open, ...(steering.part ? { part: steering.part } : {}) }}
              subject={name}
              question={isThen ? { ...asked, as_of: since } : asked}
              numbers={{ currency: workspace.currency, compared_with: null }}
              figure={
                isThen || steering.part
                  ? undefined
                  : figures.find(({ metric }) => metric === steering.open)
              }
              definitions={definitions}
              onClose={() => set({ open: undefined, part: undefined, row: undefined })}
            />
          ) : null}
        </div>
      ) : null}
    </Page>
  );
}
