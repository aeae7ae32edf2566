import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Figure } from "@/api/types";
import type { Words } from "@/numbers/notes";
import table from "../Breakdown.module.css";
import { Cell } from "../Cell";
import { Comparison } from "./Comparison";
import { Deeds } from "./LeakCard";
import style from "./LeaksPage.module.css";
import { type NamedLeak, oddsOf } from "./leak";

/** More than these wait for a press. */
const MANY = 10;

interface Props {
  leaks: NamedLeak[];
  words: Words;
  nameOf: (metric: string) => string;
  onOpen: (figure: Figure) => void;
  onNote: (named: NamedLeak) => void;
}

/** What is below the rest but may be chance: one row each, that opens to its comparison. */
export function ChanceTable({ leaks, words, nameOf, onOpen, onNote }: Props) {
  const { t } = useTranslation("leaks");
  const [all, setAll] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const shown = all ? leaks : leaks.slice(0, MANY);
  const heads = ["leak_rate", "leak_rest_rate", "leak_difference", "leak_recoverable"];
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={table.scroll} tabIndex={0} aria-label={t("chance.title")}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col" className={table.plain}>
                {t("chance.group")}
              </th>
              {heads.map((metric) => (
                <th key={metric} scope="col" className={table.plain}>
                  {nameOf(metric)}
                </th>
              ))}
              <th scope="col" className={table.plain}>
                {t("chance.odds")}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((named) => (
              <Fragment key={named.key}>
                <Row
                  named={named}
                  open={open === named.key}
                  words={words}
                  nameOf={nameOf}
                  onToggle={() => setOpen(open === named.key ? null : named.key)}
                  onOpen={onOpen}
                />
                {open === named.key ? (
                  <tr>
                    <td colSpan={heads.length + 2} className={style.unfolded}>
                      <Comparison named={named} words={words} onOpen={onOpen} />
                      <Deeds named={named} words={words} onOpen={onOpen} onNote={onNote} />
                    </td>
                  </tr>
                ) : null}
              </Fragment>
            ))}
          </tbody>
        </table>
      </section>
      {shown.length < leaks.length ? (
        <button type="button" className={table.more} onClick={() => setAll(true)}>
          {t("chance.more", { count: leaks.length })}
        </button>
      ) : null}
    </>
  );
}

interface RowProps {
  named: NamedLeak;
  open: boolean;
  words: Words;
  nameOf: (metric: string) => string;
  onToggle: () => void;
  onOpen: (figure: Figure) => void;
}

function Row({ named, open, words, nameOf, onToggle, onOpen }: RowProps) {
  const { t } = useTranslation("leaks");
  const { rate, rest, difference, recoverable, p } = named.leak;
  const name = t("chance.row", { stage: named.stage, group: named.group });
  const Arrow = open ? IconChevronDown : IconChevronRight;
  const { times, rare } = oddsOf(p);
  return (
    <tr>
      <th scope="row">
        <button type="button" className={style.fold} aria-expanded={open} onClick={onToggle}>
          <Arrow size={14} stroke={1.5} aria-hidden />
          <span>
            {named.group}
            <small>{named.stage}</small>
          </span>
        </button>
      </th>
      {[rate, rest, difference, recoverable].map((figure) => (
        <Cell
          key={figure.metric}
          figure={figure}
          row={name}
          name={nameOf(figure.metric)}
          words={words}
          onOpen={() => onOpen(figure)}
        />
      ))}
      <td className={style.odds}>
        {t(rare ? "chance.one_in_rare" : "chance.one_in", { times: words.format.number(times) })}
      </td>
    </tr>
  );
}
