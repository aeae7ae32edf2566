import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { listQuery } from "@/api/records";
import { A } from "@/components/A";
import type { Words } from "@/numbers/notes";
import type { Question } from "@/numbers/question";
import { Linked } from "@/records/Linked";
import { pageOf } from "@/records/names";
import style from "./PersonPage.module.css";
import { about, behindQuery } from "./personApi";

const FEW = 3;
const DAY = 86_400_000;

interface Props {
  id: string;
  question: Question;
  words: Words;
}

/** Real deals to talk about: open the longest, lost the latest, won the largest. */
export function Examples({ id, question, words }: Props) {
  const { t } = useTranslation("coaching");
  const { figures } = words;
  const asked = about(question, id);
  const closed = useQuery(behindQuery(asked, { metric: "days_to_close" }));
  const won = useQuery(behindQuery(asked, { metric: "won_value" }));
  const lost = [...(closed.data?.records ?? [])]
    .filter(({ hit }) => !hit)
    .sort((one, other) => (other.amount ?? 0) - (one.amount ?? 0))
    .slice(0, FEW);
  const best = [...(won.data?.records ?? [])]
    .sort((one, other) => (other.amount ?? 0) - (one.amount ?? 0))
    .slice(0, FEW);
  return (
    <section aria-label={t("examples.title")}>
      <h2 className={style.above}>{t("examples.title")}</h2>
      <div className={style.groups}>
        {/* Records are as they are now: of the past it is not known which stood the longest. */}
        {question.as_of ? null : <Standing id={id} words={words} />}
        <div>
          <h3>{t("examples.lost")}</h3>
          <ul className={style.list}>
            {lost.map(({ id: deal, amount }) => (
              <li key={deal} className={style.example}>
                <Linked id={deal} refs={closed.data?.refs ?? {}} />
                <span>{figures.value((amount ?? 0) / DAY, "days")}</span>
              </li>
            ))}
          </ul>
          {closed.data && lost.length === 0 ? <None /> : null}
        </div>
        <div>
          <h3>{t("examples.won")}</h3>
          <ul className={style.list}>
            {best.map(({ id: deal, amount }) => (
              <li key={deal} className={style.example}>
                <Linked id={deal} refs={won.data?.refs ?? {}} />
                <span>{figures.value(amount ?? 0, "money")}</span>
              </li>
            ))}
          </ul>
          {won.data && best.length === 0 ? <None /> : null}
        </div>
      </div>
    </section>
  );
}

function None() {
  const { t } = useTranslation("coaching");
  return <p className={style.note}>{t("examples.none")}</p>;
}

function Standing({ id, words }: Pick<Props, "id" | "words">) {
  const { t } = useTranslation("coaching");
  const { data } = useInfiniteQuery(
    listQuery("deal", {
      filter: ["status:eq:open", `owner:eq:${id}`],
      sort: "created_at",
      limit: FEW,
    }),
  );
  const deals = data?.pages[0]?.items ?? [];
  return (
    <div>
      <h3>{t("examples.standing")}</h3>
      <ul className={style.list}>
        {deals.map((deal) => (
          <li key={deal.id} className={style.example}>
            <A href={pageOf("deal", deal.id)}>{deal.title}</A>
            <span>
              {t("examples.since", { day: words.format.date(words.format.dayOf(deal.created_at)) })}
            </span>
          </li>
        ))}
      </ul>
      {data && deals.length === 0 ? <None /> : null}
    </div>
  );
}
