import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import type { Channel, Channels, Numbers } from "@/api/types";
import { Page } from "@/components/Page";
import { EmptyState } from "@/components/States";
import { writeValue } from "@/numbers/figures";
import { noteWords } from "@/numbers/notes";
import type { Question } from "@/numbers/question";
import { useWords } from "@/numbers/useNumbers";
import { numbersQuery } from "../api";
import { Download } from "../Download";
import { nameOfValue } from "../dimensions";
import { FilterRow } from "../FilterRow";
import { Opened } from "../Opened";
import { PastMark } from "../PastMark";
import { PrintedQuestion } from "../PrintedQuestion";
import { questionOf } from "../question";
import page from "../SteerPage.module.css";
import { useDimensions, useSteering } from "../useSteer";
import { useTabs } from "../useTabs";
import { Wrong } from "../Wrong";
import { channelsQuery } from "./api";
import style from "./Channels.module.css";
import { ChannelTable } from "./ChannelTable";
import { Conversions } from "./Conversions";

type Kind = "source" | "campaign";

/** A channel with what it is called. */
export interface NamedChannel {
  key: string;
  name: string;
  channel: Channel;
}

/** What each source or campaign costs, and what its leads bring. */
export default function ChannelsPage() {
  const { t } = useTranslation("channels");
  const { t: steer } = useTranslation("steer");
  const { steering, set } = useSteering();
  const tabs = useTabs();
  const question = { ...questionOf(steering), compare_to: undefined };
  const kind: Kind = steering.by?.[0] === "campaign" ? "campaign" : "source";
  const { data, error, refetch } = useQuery({
    ...channelsQuery(question, kind),
    placeholderData: (before) => before,
  });
  // The answer about channels names neither its period nor its currency.
  const whole = useQuery({
    ...numbersQuery(question, ["leads_created"], []),
    placeholderData: (before) => before,
  });
  const notMine = isProblem(error) && error.status === 403;
  return (
    <Page
      title={steer("title")}
      tabs={tabs}
      controls={
        <>
          <SegmentedControl
            size="xs"
            aria-label={t("kind")}
            data={[
              { value: "source", label: t("source") },
              { value: "campaign", label: t("campaign") },
            ]}
            value={kind}
            onChange={(next) => set({ by: next === "campaign" ? ["campaign"] : undefined })}
          />
          <FilterRow alone />
        </>
      }
      actions={<Download table="channels" question={question} by={[kind]} />}
      scroll
    >
      <PastMark period={whole.data?.period} />
      {notMine ? (
        <EmptyState title={t("not_yours")} />
      ) : error ? (
        <Wrong error={error} onRetry={() => void refetch()} />
      ) : data && whole.data ? (
        <Shown channels={data} numbers={whole.data} question={question} kind={kind} />
      ) : null}
    </Page>
  );
}

interface ShownProps {
  channels: Channels;
  numbers: Numbers;
  question: Question;
  kind: Kind;
}

function Shown({ channels, numbers, question, kind }: ShownProps) {
  const { t } = useTranslation("channels");
  const { steering } = useSteering();
  const words = useWords(numbers.currency);
  const dimension = useDimensions().find((one) => one.id === kind);
  const named = channels.channels.map((channel) => ({
    key: writeValue(channel.channel),
    name: nameOfValue(dimension, channel.channel, words.t),
    channel,
  }));
  const opened = named.find(({ key }) => key === steering.row?.[0]);
  const { days, basis } = channels.horizon;
  return (
    <div className={page.body}>
      <PrintedQuestion numbers={numbers} steering={steering} />
      {named.length === 0 ? (
        <p className={style.note}>{t("empty")}</p>
      ) : (
        <>
          <Conversions channels={named} words={words} />
          <p className={style.note}>
            {t(basis === "assumed" ? "horizon_assumed" : "horizon", {
              days: words.format.number(days),
            })}
          </p>
          {(channels.notes ?? []).map((note) => (
            <p key={note.code} className={style.note}>
              {note.code === "cost_of_selection_unknown"
                ? t("cost_of_selection_unknown")
                : note.code === "cost_without_dates"
                  ? t("cost_without_dates", { count: note.count ?? 0 })
                  : noteWords(note, null, words)}
            </p>
          ))}
          <ChannelTable channels={named} kind={kind} words={words} />
        </>
      )}
      <Opened
        question={question}
        numbers={numbers}
        by={[kind]}
        subject={opened ? `${opened.name}, ${t(steering.part ?? "first_touch")}` : undefined}
      />
    </div>
  );
}
