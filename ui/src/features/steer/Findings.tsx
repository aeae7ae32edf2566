import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Question } from "@/numbers/question";
import { findingsQuery } from "./api";
import style from "./SteerPage.module.css";

/** What changed by more than chance, in sentences; one line when nothing did. */
export function Findings({ question }: { question: Question }) {
  const { t, i18n } = useTranslation("steer");
  const { data } = useQuery({ ...findingsQuery(question), placeholderData: (before) => before });
  if (!question.compare_to) return null;
  const told = data?.items.filter(({ finding }) => CHANGED.includes(finding.verdict)) ?? [];
  const language = i18n.language.startsWith("nl") ? "nl" : "en";
  return (
    <section className={style.findings} aria-label={t("findings.title")} aria-busy={!data}>
      {data && told.length === 0 ? <p>{t("findings.none")}</p> : null}
      {told.length > 0 ? (
        <ul>
          {told.map(({ finding, sentence }) => (
            <li key={finding.metric}>{sentence[language]}</li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

const CHANGED: string[] = ["higher", "lower"];
