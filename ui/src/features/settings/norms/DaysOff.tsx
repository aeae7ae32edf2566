import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/FormatProvider";
import { type Edit, useEdit } from "../edits";
import type { Calendar } from "../setUp";
import { explain } from "../words";
import style from "./Calendar.module.css";
import { hoursText, readHours } from "./hours";

interface Props {
  calendar: Calendar;
  whyNot: string | null;
}

const without = <Day extends { date: string }>(days: Day[], date: string) =>
  days.filter((day) => day.date !== date);

/** Days of the workspace's own: off, or worked though the week says otherwise. */
export function DaysOff({ calendar, whyNot }: Props) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const edit = useEdit("calendars");
  const [date, setDate] = useState("");
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState("");
  const save = async (change: Edit<Calendar>) => {
    try {
      await edit(calendar, change);
      setWrong("");
      return true;
    } catch (error) {
      setWrong(explain(t)(error));
      return false;
    }
  };
  /** Hours make it a day that is worked; a name, a day off. */
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!date || !text.trim()) return;
    const hours = readHours(text);
    const done = await save(
      hours
        ? {
            patch: (now) => ({ open_days: [...now.open_days, { date, hours }] }),
            touches: () => null,
          }
        : {
            patch: (now) => ({ closed_days: [...now.closed_days, { date, name: text.trim() }] }),
            touches: () => null,
          },
    );
    if (done) {
      setDate("");
      setText("");
    }
  };
  const days = [
    ...calendar.closed_days.map(({ date: day, name }) => ({ date: day, what: name })),
    ...calendar.open_days.map(({ date: day, hours }) => ({
      date: day,
      what: hours.length ? t("hours.worked", { hours: hoursText(hours) }) : t("hours.worked_usual"),
    })),
  ].sort((a, b) => a.date.localeCompare(b.date));
  return (
    <section aria-label={t("hours.own_days")}>
      <h3>{t("hours.own_days")}</h3>
      <ul className={style.holidays}>
        {days.map((day) => (
          <li key={day.date}>
            <span>{format.date(day.date)}</span>
            {day.what}
            {whyNot ? null : (
              <ActionIcon
                size={24}
                aria-label={t("line_remove", { name: `${format.date(day.date)} ${day.what}` })}
                onClick={() =>
                  void save({
                    patch: (now) => ({
                      closed_days: without(now.closed_days, day.date),
                      open_days: without(now.open_days, day.date),
                    }),
                    touches: () => null,
                  })
                }
              >
                <IconX size={14} stroke={1.5} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {whyNot ? null : (
        <form className={style.add} onSubmit={(event) => void submit(event)}>
          <TextInput
            type="date"
            aria-label={t("hours.own_date")}
            value={date}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
          <TextInput
            aria-label={t("hours.own_what")}
            placeholder={t("hours.own_what")}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={!date || !text.trim()}>
            {t("add")}
          </Button>
        </form>
      )}
      {wrong ? (
        <p className={style.wrong} role="alert">
          {wrong}
        </p>
      ) : null}
    </section>
  );
}
