import { Button, Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { Talk, TalkAction } from "@/api/types";
import { useFormat } from "@/i18n/FormatProvider";
import { Linked } from "@/records/Linked";
import { talksQuery, useTick } from "./api";
import { TalkForm } from "./TalkForm";
import style from "./Talks.module.css";

interface Props {
  /** Whom they are about. */
  about: string;
  /** Whether the reader may write one down. */
  coaches: boolean;
}

/** What was agreed, with the day by which, and the talks it was agreed in. */
export function Talks({ about, coaches }: Props) {
  const { t } = useTranslation("coaching");
  const format = useFormat();
  const { members } = useCatalogue();
  const [writing, setWriting] = useState(false);
  const { data } = useQuery(talksQuery(about));
  const talks = data?.items ?? [];
  const agreed = talks.flatMap((talk) => talk.actions.map((action) => ({ talk, action })));
  const open = agreed
    .filter(({ action }) => !action.done_at)
    .sort((one, other) => (one.action.due ?? "9999").localeCompare(other.action.due ?? "9999"));
  const nameOf = (id: string) => members.find((member) => member.id === id)?.name ?? "…";
  return (
    <section aria-label={t("talks.title")}>
      <div className={style.head}>
        <h2>{t("talks.agreed", { count: open.length })}</h2>
        {coaches && !writing ? (
          <Button size="compact-sm" onClick={() => setWriting(true)}>
            {t("talks.write")}
          </Button>
        ) : null}
      </div>
      {writing ? <TalkForm about={about} onDone={() => setWriting(false)} /> : null}
      {open.length ? (
        <ul className={style.actions} aria-label={t("talks.open")}>
          {open.map(({ talk, action }) => (
            <Action key={action.id} talk={talk} action={action} about={about} />
          ))}
        </ul>
      ) : (
        <p className={style.note}>{talks.length ? t("talks.all_done") : t("talks.none")}</p>
      )}
      {talks.map((talk) => (
        <details key={talk.id} className={style.talk}>
          <summary>{t("talks.one", { day: format.date(talk.on), by: nameOf(talk.by) })}</summary>
          {talk.notes ? <p className={style.notes}>{talk.notes}</p> : null}
          {talk.actions.length ? (
            <ul className={style.actions}>
              {talk.actions.map((action) => (
                <Action key={action.id} talk={talk} action={action} about={about} />
              ))}
            </ul>
          ) : null}
          {talk.deals.length ? (
            <p className={style.notes}>
              {t("talks.deals")}{" "}
              {talk.deals.map((deal, at) => (
                <span key={deal}>
                  {at ? ", " : null}
                  <Linked id={deal} refs={data?.refs ?? {}} />
                </span>
              ))}
            </p>
          ) : null}
        </details>
      ))}
    </section>
  );
}

interface ActionProps {
  talk: Talk;
  action: TalkAction;
  about: string;
}

function Action({ talk, action, about }: ActionProps) {
  const { t } = useTranslation("coaching");
  const format = useFormat();
  const tick = useTick(about);
  const done = Boolean(action.done_at);
  const late = !done && action.due !== null && action.due < format.today();
  return (
    <li className={style.action}>
      <Checkbox
        checked={done}
        disabled={tick.isPending}
        label={action.text}
        onChange={() => tick.mutate({ talk: talk.id, action: action.id, done: !done })}
      />
      <span className={style.due} data-late={late || undefined}>
        {done && action.done_at
          ? t("talks.done", { day: format.date(format.dayOf(action.done_at)) })
          : action.due
            ? t(late ? "talks.late" : "talks.due", { day: format.date(action.due) })
            : null}
      </span>
    </li>
  );
}
