import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/http";
import type { components } from "@/api/schema";
import { useFormat } from "@/i18n/FormatProvider";
import type { Calendar } from "../setUp";
import style from "./Calendar.module.css";

type Reply = components["schemas"]["HolidaysReply"];

const holidaysQuery = (calendar: Calendar, year: number) =>
  queryOptions({
    queryKey: ["holidays", calendar.holidays, calendar.liberation_day, year],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      get<Reply>("/catalogue/holidays", {
        query: { country: calendar.holidays, liberation_day: calendar.liberation_day, year },
        signal,
      }),
  });

/** Which days the country's holidays fall on, in a year. */
export function HolidayList({ calendar }: { calendar: Calendar }) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const [year, setYear] = useState(Number(format.today().slice(0, 4)));
  const { data } = useQuery({
    ...holidaysQuery(calendar, year),
    enabled: calendar.holidays !== "none",
  });
  if (calendar.holidays === "none") return null;
  const weekday = new Intl.DateTimeFormat(format.locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
  return (
    <section aria-label={t("hours.holidays")}>
      <h3 className={style.year}>
        {t("hours.holidays_in")}
        <ActionIcon size={24} aria-label={t("targets.earlier")} onClick={() => setYear(year - 1)}>
          <IconChevronLeft size={14} stroke={1.5} aria-hidden />
        </ActionIcon>
        {year}
        <ActionIcon size={24} aria-label={t("targets.later")} onClick={() => setYear(year + 1)}>
          <IconChevronRight size={14} stroke={1.5} aria-hidden />
        </ActionIcon>
      </h3>
      <ul className={style.holidays}>
        {data?.items.map((day) => (
          <li key={day.name}>
            <span>{weekday.format(Date.parse(day.date))}</span>
            {day.name}
          </li>
        ))}
      </ul>
    </section>
  );
}
