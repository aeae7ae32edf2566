import { ActionIcon, SegmentedControl, Select } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { useFormat } from "@/i18n/FormatProvider";
import { useWhyNot } from "../rights";
import { Section } from "../Section";
import { type Metric, offered, type Period } from "../setUp";
import { UNITS } from "./numbers";
import { TargetGrid } from "./TargetGrid";
import style from "./Targets.module.css";

const METRICS = Object.keys(UNITS) as Metric[];
const PERIODS: Period[] = ["month", "quarter", "year"];

/** What people, teams and the whole are to reach, typed as in a spreadsheet. */
export default function Targets() {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const whyNot = useWhyNot("targets");
  const catalogue = useCatalogue();
  const navigate = useNavigate();
  const asked = useSearch({ strict: false }).entry?.split(" ") ?? [];
  const thisYear = Number(format.today().slice(0, 4));
  const [metric, setMetric] = useState(METRICS.find((one) => one === asked[0]) ?? "won_value");
  const [period, setPeriod] = useState(PERIODS.find((one) => one === asked[1]) ?? "quarter");
  const [year, setYear] = useState(Number(asked[2]) || thisYear);
  /** The question is in the address, so that it can be sent to somebody. */
  const show = (next: { metric?: Metric; period?: Period; year?: number }) => {
    const to = { metric, period, year, ...next };
    setMetric(to.metric);
    setPeriod(to.period);
    setYear(to.year);
    const entry = `${to.metric} ${to.period} ${to.year}`;
    void navigate({ to: ".", search: { entry }, replace: true });
  };

  const targets = offered(catalogue.targets).filter(
    (one) => one.metric === metric && one.period === period && one.starts.startsWith(`${year}-`),
  );
  return (
    <Section title={t("targets.title")} text={t("targets.text")} whyNot={whyNot}>
      <div className={style.controls}>
        <Select
          className={style.metric}
          aria-label={t("targets.metric")}
          data={METRICS.map((value) => ({ value, label: t(`targets.metrics.${value}`) }))}
          value={metric}
          allowDeselect={false}
          onChange={(value) => show({ metric: value as Metric })}
        />
        <SegmentedControl
          aria-label={t("targets.period")}
          data={PERIODS.map((value) => ({ value, label: t(`targets.periods.${value}`) }))}
          value={period}
          onChange={(value) => show({ period: value as Period })}
        />
        <div className={style.year}>
          <ActionIcon aria-label={t("targets.earlier")} onClick={() => show({ year: year - 1 })}>
            <IconChevronLeft size={16} stroke={1.5} aria-hidden />
          </ActionIcon>
          <strong>{year}</strong>
          <ActionIcon aria-label={t("targets.later")} onClick={() => show({ year: year + 1 })}>
            <IconChevronRight size={16} stroke={1.5} aria-hidden />
          </ActionIcon>
        </div>
      </div>
      <TargetGrid
        key={`${metric} ${period} ${year}`}
        {...{ catalogue, metric, period, year, targets }}
        whyNot={whyNot}
      />
      {whyNot ? null : <p className={style.hint}>{t(`targets.hints.${UNITS[metric]}`)}</p>}
    </Section>
  );
}
