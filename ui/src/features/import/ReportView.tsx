import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/FormatProvider";
import style from "./Report.module.css";
import type { Counts, Note, Report } from "./types";
import { countsOf, totalOf } from "./words";

const FIGURES: (keyof Counts)[] = ["rows", "created", "changed", "unchanged", "skipped", "refused"];
/** These are told even when there are none. */
const ALWAYS: (keyof Counts)[] = ["rows", "created", "refused"];
const NOTES: Note["kind"][] = ["refused", "conflict", "warning", "kept"];

/** What an import did, or would do: counts, what was made, and each remark in words. */
export function ReportView({ report }: { report: Report }) {
  const { t } = useTranslation("import");
  const format = useFormat();
  const total = totalOf(report);
  const figures = FIGURES.filter((figure) => ALWAYS.includes(figure) || total[figure] > 0);
  const entries = Object.entries(report.entries).filter(([, names]) => names.length);
  return (
    <>
      <div className={style.wide}>
        <table className={style.counts}>
          <thead>
            <tr>
              <th scope="col">{t("what")}</th>
              {figures.map((figure) => (
                <th key={figure} scope="col">
                  {t(`figure.${figure}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {countsOf(report).map(([entity, counts]) => (
              <tr key={entity}>
                <th scope="row">{t(`entity.${entity}`)}</th>
                {figures.map((figure) => (
                  <td
                    key={figure}
                    data-wrong={figure === "refused" && counts.refused > 0 ? true : undefined}
                  >
                    {format.number(counts[figure])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {entries.length ? (
        <section className={style.part}>
          <h3>{t("made")}</h3>
          <dl className={style.made}>
            {entries.map(([kind, names]) => (
              <div key={kind}>
                <dt>{t(`entity.${kind}`)}</dt>
                <dd>
                  {names.slice(0, 12).join(", ")}
                  {names.length > 12 ? ` ${t("and_more", { count: names.length - 12 })}` : ""}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ) : null}
      {NOTES.map((kind) => (
        <Notes key={kind} kind={kind} report={report} />
      ))}
    </>
  );
}

function Notes({ kind, report }: { kind: Note["kind"]; report: Report }) {
  const { t } = useTranslation("import");
  const format = useFormat();
  const notes = report.notes.filter((note) => note.kind === kind);
  const all = Object.values(report.remarks[kind] ?? {}).reduce((sum, count) => sum + count, 0);
  if (notes.length === 0) return null;
  return (
    <section className={style.part} data-kind={kind}>
      <h3>{t(`notes.${kind}`, { count: all, number: format.number(all) })}</h3>
      <p className={style.about}>{t(`notes_about.${kind}`)}</p>
      <ul className={style.notes}>
        {notes.map((note, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two remarks may be the same in every part
          <li key={at}>
            <span className={style.where}>
              {note.file}, {t("line", { number: format.number(note.line) })}
              {note.column ? ` · ${note.column}` : ""}
            </span>
            <span>
              {note.detail}
              {note.value === null || note.value === undefined || note.value === "" ? null : (
                <code>
                  {typeof note.value === "string" ? note.value : JSON.stringify(note.value)}
                </code>
              )}
            </span>
          </li>
        ))}
      </ul>
      {all > notes.length ? (
        <p className={style.about}>{t("notes_more", { count: all - notes.length })}</p>
      ) : null}
    </section>
  );
}
