import { Button } from "@mantine/core";
import { IconListDetails, IconMessage2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Figure } from "@/api/types";
import type { Words } from "@/numbers/notes";
import { Comparison } from "./Comparison";
import style from "./LeaksPage.module.css";
import type { NamedLeak } from "./leak";

interface Props {
  named: NamedLeak;
  /** Its place among the leaks, from 1. */
  rank: number;
  also: NamedLeak[];
  words: Words;
  onOpen: (figure: Figure) => void;
  onNote: (named: NamedLeak) => void;
}

/** A leak that stands out by more than chance: what it is worth, the comparison, its deals, and what to do. */
export function LeakCard({ named, rank, also, words, onOpen, onNote }: Props) {
  const { t } = useTranslation("leaks");
  const { rate, rest, recoverable, at_least } = named.leak;
  const { figures } = words;
  const share = (figure: Figure) => figures.value(figure.value, "share");
  return (
    <li className={style.card}>
      <div className={style.finding}>
        <h3>
          <span className={style.rank}>{rank}</span>
          {t("finding", {
            stage: named.stage,
            group: named.group,
            rate: share(rate),
            rest: share(rest),
          })}
        </h3>
        <button
          type="button"
          className={style.worth}
          aria-haspopup="dialog"
          onClick={() => onOpen(recoverable)}
        >
          <strong>{figures.value(recoverable.value, recoverable.unit)}</strong>
          <small>{t("recoverable", { value: figures.value(at_least, recoverable.unit) })}</small>
        </button>
      </div>
      <Comparison named={named} words={words} onOpen={onOpen} />
      {also.length ? (
        <section aria-label={t("also")} className={style.also}>
          <h4>{t("also")}</h4>
          <ul>
            {also.map((one) => (
              <li key={one.key}>
                <button type="button" aria-haspopup="dialog" onClick={() => onOpen(one.leak.rate)}>
                  {t("finding", {
                    stage: one.stage,
                    group: one.group,
                    rate: share(one.leak.rate),
                    rest: share(one.leak.rest),
                  })}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <Deeds named={named} words={words} onOpen={onOpen} onNote={onNote} />
    </li>
  );
}

type DeedsProps = Pick<Props, "named" | "words" | "onOpen" | "onNote">;

/** What can be done with a leak: look at its deals, talk about it. */
export function Deeds({ named, words, onOpen, onNote }: DeedsProps) {
  const { t } = useTranslation("leaks");
  const { rate } = named.leak;
  return (
    <div className={style.deeds}>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconListDetails size={14} stroke={1.5} aria-hidden />}
        aria-haspopup="dialog"
        onClick={() => onOpen(rate)}
      >
        {t("deals", { count: rate.n, number: words.format.number(rate.n) })}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconMessage2 size={14} stroke={1.5} aria-hidden />}
        aria-haspopup="dialog"
        onClick={() => onNote(named)}
      >
        {t("note.open")}
      </Button>
    </div>
  );
}
