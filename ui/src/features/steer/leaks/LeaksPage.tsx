import { IconDroplet } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { Figure, LeakNumbers } from "@/api/types";
import { Page } from "@/components/Page";
import { EmptyState } from "@/components/States";
import { NumberPanel } from "@/numbers/NumberPanel";
import { noteWords } from "@/numbers/notes";
import { useDefinitions, useWords } from "@/numbers/useNumbers";
import { Download } from "../Download";
import { AsOf } from "../FilterRow";
import { Forbidden, isForbidden } from "../Forbidden";
import { PastMark } from "../PastMark";
import { questionOf } from "../question";
import page from "../SteerPage.module.css";
import { useDimensions, useSteering } from "../useSteer";
import { useTabs } from "../useTabs";
import { Wrong } from "../Wrong";
import { leaksQuery } from "./api";
import { ChanceTable } from "./ChanceTable";
import { LeakCard } from "./LeakCard";
import { LeakNote } from "./LeakNote";
import style from "./LeaksPage.module.css";
import { findOpened, type NamedLeak, namer, opened } from "./leak";

/** Where deals fall out more than elsewhere, the most expensive first, and what to do about it. */
export default function LeaksPage() {
  const { t } = useTranslation("steer");
  const { steering } = useSteering();
  const tabs = useTabs();
  const { data, error, refetch } = useQuery({
    ...leaksQuery(steering.as_of),
    placeholderData: (before) => before,
  });
  return (
    <Page
      title={t("title")}
      tabs={tabs}
      controls={<AsOf />}
      actions={<Download table="leaks" question={{ as_of: steering.as_of }} />}
      scroll
    >
      <PastMark period={undefined} />
      {isForbidden(error) ? (
        <Forbidden />
      ) : error ? (
        <Wrong error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Leaks numbers={data} />
      ) : null}
    </Page>
  );
}

function Leaks({ numbers }: { numbers: LeakNumbers }) {
  const { t } = useTranslation("leaks");
  const { t: steer } = useTranslation("steer");
  const { steering, set } = useSteering();
  const catalogue = useCatalogue();
  const dimensions = useDimensions();
  const definitions = useDefinitions();
  const words = useWords(numbers.currency);
  const [noteOn, setNoteOn] = useState<NamedLeak | null>(null);
  const nameLeak = namer(catalogue, dimensions, steer);
  const found = numbers.found.map(({ leak, also }) => ({
    named: nameLeak(leak),
    also: also.map(nameLeak),
  }));
  const chance = numbers.may_be_chance.map(nameLeak);
  const onOpen = (figure: Figure) => set(opened(figure), true);
  const open = steering.open ? findOpened(numbers, steering) : undefined;
  const subject = open ? nameLeak(open.leak) : undefined;
  const parts = { words, onOpen, onNote: setNoteOn };
  const first = found[0]?.named;
  return (
    <div className={page.body}>
      <header className={style.head}>
        <h2>
          {first
            ? t("title.found", { count: found.length, stage: first.stage, group: first.group })
            : t("title.none")}
        </h2>
        <p>
          {t("tested", {
            number: words.format.number(numbers.family),
            from: words.format.date(words.format.dayOf(numbers.from)),
          })}{" "}
          {found.length
            ? numbers.notes.map((note) => noteWords(note, null, words)).join(" ")
            : null}
        </p>
      </header>
      {numbers.family === 0 ? (
        <EmptyState icon={IconDroplet} title={t("empty.title")}>
          {t("empty.text")}
        </EmptyState>
      ) : null}
      {found.length ? (
        <ol className={style.cards} aria-label={t("found")}>
          {found.map(({ named, also }, at) => (
            <LeakCard key={named.key} named={named} rank={at + 1} also={also} {...parts} />
          ))}
        </ol>
      ) : null}
      {chance.length ? (
        <section className={style.chance}>
          <h2>{t("chance.title")}</h2>
          <p>{t("chance.text")}</p>
          <ChanceTable leaks={chance} nameOf={definitions.name} {...parts} />
        </section>
      ) : null}
      {open && definitions.known ? (
        <NumberPanel
          handle={{
            metric: open.figure.metric,
            part: steering.part,
            ...(steering.row ? { row: steering.row } : {}),
          }}
          subject={subject ? `${subject.stage}, ${subject.group}` : undefined}
          question={{ ...questionOf(steering), compare_to: undefined, filter: undefined }}
          numbers={{ currency: numbers.currency, compared_with: null }}
          figure={open.figure}
          definitions={definitions}
          onClose={() => set({ open: undefined, part: undefined, row: undefined })}
        />
      ) : null}
      {noteOn ? <LeakNote named={noteOn} words={words} onClose={() => setNoteOn(null)} /> : null}
    </div>
  );
}
