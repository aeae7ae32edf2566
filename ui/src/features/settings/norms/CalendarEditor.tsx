import { ActionIcon } from "@mantine/core";
import { IconArchive } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { InlineField } from "@/components/fields/InlineField";
import type { Field, FieldValue } from "@/components/fields/types";
import { toast } from "@/components/toast";
import { useFormat } from "@/i18n/FormatProvider";
import { useEdit, useOffer, useTypedEdit, values } from "../edits";
import type { Calendar } from "../setUp";
import { explain } from "../words";
import style from "./Calendar.module.css";
import { DaysOff } from "./DaysOff";
import { HolidayList } from "./HolidayList";
import { hoursText, readHours } from "./hours";

const DAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
const COUNTRIES = ["none", "nl", "be"] as const;
const LIBERATION = ["never", "lustrum", "every_year"] as const;

interface Props {
  calendar: Calendar;
  whyNot: string | null;
}

/** One calendar: its week, its holidays, its own days. */
export function CalendarEditor({ calendar, whyNot }: Props) {
  const { t } = useTranslation("settings");
  const { t: common } = useTranslation();
  const { onStart, save } = useTypedEdit("calendars", calendar);
  const { remove, restore } = useOffer("calendars");
  const [wrong, setWrong] = useState("");
  const options = (group: string, keys: readonly string[]) =>
    keys.map((value) => ({ value, label: t(`hours.${group}.${value}`) }));
  const fields: Field[] = [
    { name: "name", label: t("name"), type: "text", required: true },
    {
      name: "holidays",
      label: t("hours.holidays"),
      type: "choice",
      required: true,
      options: options("countries", COUNTRIES),
    },
    ...(calendar.holidays === "nl"
      ? [
          {
            name: "liberation_day",
            label: t("hours.liberation_day"),
            type: "choice" as const,
            required: true,
            options: options("liberation", LIBERATION),
          },
        ]
      : []),
  ];
  const take = async () => {
    try {
      await remove.mutateAsync(calendar);
      toast(t("removed", { name: calendar.name }), {
        label: common("undo"),
        run: () => restore.mutate(calendar.id),
      });
    } catch (error) {
      setWrong(explain(t)(error));
    }
  };
  return (
    <div className={style.editor}>
      <div className={style.facts}>
        {fields.map((field) => {
          const name = field.name as "name" | "holidays" | "liberation_day";
          const value: FieldValue = calendar[name];
          return (
            <InlineField
              key={name}
              field={{ ...field, ...(whyNot ? { readOnly: whyNot } : {}) }}
              value={value}
              shown={field.options?.find((option) => option.value === value)?.label ?? value}
              explain={explain(t)}
              onStart={onStart}
              onSave={(next) => save(values({ [name]: next } as Partial<Calendar>))}
            />
          );
        })}
      </div>
      <div className={style.days}>
        <div className={style.own}>
          <Week calendar={calendar} whyNot={whyNot} />
          <DaysOff calendar={calendar} whyNot={whyNot} />
        </div>
        <HolidayList calendar={calendar} />
      </div>
      {whyNot ? null : (
        <div className={style.remove}>
          <ActionIcon
            aria-label={t("remove", { name: calendar.name })}
            title={t("remove_hint")}
            onClick={() => void take()}
          >
            <IconArchive size={16} stroke={1.5} aria-hidden />
          </ActionIcon>
        </div>
      )}
      {wrong ? (
        <p className={style.wrong} role="alert">
          {wrong}
        </p>
      ) : null}
    </div>
  );
}

/** Seven days, each typed as `9-12:30, 13-17`; empty is a day off. */
function Week({ calendar, whyNot }: Props) {
  const { t } = useTranslation("settings");
  const { locale } = useFormat();
  const edit = useEdit("calendars");
  const [wrong, setWrong] = useState<{ day: string; why: string } | null>(null);
  const save = async (day: (typeof DAYS)[number], text: string) => {
    const hours = readHours(text);
    if (!hours) return setWrong({ day, why: t("hours.unread") });
    try {
      await edit(calendar, {
        patch: (now) => ({ hours: { ...now.hours, [day]: hours } }),
        touches: (now) => now.hours[day],
      });
      setWrong(null);
    } catch (error) {
      setWrong({ day, why: explain(t)(error) });
    }
  };
  return (
    <section aria-label={t("hours.week")}>
      <h3>{t("hours.week")}</h3>
      <table className={style.week}>
        <tbody>
          {DAYS.map((day, at) => {
            const shown = hoursText(calendar.hours[day]);
            // 1 January 2024 was a Monday.
            const name = new Intl.DateTimeFormat(locale, {
              weekday: "long",
              timeZone: "UTC",
            }).format(Date.UTC(2024, 0, at + 1));
            return (
              <tr key={day}>
                <th scope="row">{name}</th>
                <td>
                  <input
                    key={shown}
                    aria-label={t("hours.of_day", { day: name })}
                    aria-invalid={wrong?.day === day || undefined}
                    placeholder={t("hours.closed")}
                    readOnly={whyNot !== null}
                    defaultValue={shown}
                    onFocus={(event) => event.currentTarget.select()}
                    onKeyDown={(event) => {
                      if (event.key === "Escape") event.currentTarget.value = shown;
                      if (event.key === "Enter") event.currentTarget.blur();
                    }}
                    onBlur={(event) => {
                      const text = event.currentTarget.value;
                      if (text !== shown) void save(day, text);
                    }}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {wrong ? (
        <p className={style.wrong} role="alert">
          {wrong.why}
        </p>
      ) : (
        <p className={style.hint}>{t("hours.week_hint")}</p>
      )}
    </section>
  );
}
