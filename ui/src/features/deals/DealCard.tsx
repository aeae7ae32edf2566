import { Avatar } from "@mantine/core";
import { IconCalendarEvent, IconCircle } from "@tabler/icons-react";
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { Deal, Refs } from "@/api/types";
import { A } from "@/components/A";
import { useFormat } from "@/i18n/FormatProvider";
import style from "./DealCard.module.css";

interface Props {
  card: Deal;
  refs: Refs;
  tools: ReactNode;
}

/** What a seller needs to see of a deal without opening it. */
export const DealCard = memo(function DealCard({ card, refs, tools }: Props) {
  const { t } = useTranslation("deals");
  const { t: common } = useTranslation("common");
  const format = useFormat();
  const catalogue = useCatalogue();
  const party = card.company ?? card.contact;
  const stage = catalogue.pipelines
    .flatMap((one) => one.stages)
    .find((one) => one.id === card.stage);
  const owner = catalogue.members.find((one) => one.id === card.owner);
  const required = stage?.results ?? [];
  const obtained = required.filter((result) => result.id in card.results).length;
  return (
    <>
      <A href={`/deals/${card.id}`} className={style.title} draggable={false}>
        {card.title}
      </A>
      {party ? (
        <div className={style.party}>
          {refs[party]?.hidden ? common("hidden_record") : (refs[party]?.title ?? "")}
        </div>
      ) : null}
      <div className={style.row}>
        <span className={style.value}>{card.value ? format.money(card.value) : "–"}</span>
        <Next card={card} />
      </div>
      <div className={style.row}>
        {required.length ? (
          <span title={t("results.title")}>
            {t("results.count", { done: obtained, all: required.length })}
          </span>
        ) : null}
        <Age card={card} norm={stage?.expected_days ?? null} />
        {card.gut_feeling === null ? null : (
          <span>{t("card.gut", { value: format.percent(card.gut_feeling / 100) })}</span>
        )}
        {owner ? (
          <Avatar
            size={20}
            name={owner.name}
            color="petrol"
            className={style.owner}
            title={owner.name}
          />
        ) : null}
      </div>
      {tools}
    </>
  );
});

/** How long it has stood in this stage, against what is expected there. */
function Age({ card, norm }: { card: Deal; norm: number | null }) {
  const { t } = useTranslation("deals");
  const since = card.since.stage ?? card.created_at;
  const days = Math.floor((Date.now() - new Date(since).getTime()) / 86_400_000);
  const over = norm !== null && days > norm;
  return (
    <span
      className={over ? style.warn : undefined}
      title={over ? t("stage.over", { norm }) : t("stage.days", { count: days })}
    >
      {t("card.age", { days })}
    </span>
  );
}

/** The next step with its date; its absence needs somebody. */
function Next({ card }: { card: Deal }) {
  const { t } = useTranslation("deals");
  const format = useFormat();
  const due = card.next_activity_at;
  if (!due) {
    return (
      <span className={style.warn}>
        <IconCircle size={12} stroke={2} aria-hidden /> {t("card.none")}
      </span>
    );
  }
  const late = new Date(due) < new Date();
  return (
    <span className={late ? style.late : style.next}>
      <IconCalendarEvent size={12} stroke={1.75} aria-hidden />{" "}
      {format.relativeDay(format.dayOf(due))}
    </span>
  );
}
