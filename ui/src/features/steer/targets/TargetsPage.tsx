import { ActionIcon, Button, SegmentedControl } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconTargetArrow } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { TargetNumbers } from "@/api/types";
import { A } from "@/components/A";
import { Page } from "@/components/Page";
import { EmptyState } from "@/components/States";
import { useFormat } from "@/i18n/FormatProvider";
import { NumberPanel } from "@/numbers/NumberPanel";
import { periodName } from "@/numbers/periods";
import type { Question } from "@/numbers/question";
import { useDefinitions, useWords } from "@/numbers/useNumbers";
import { targetsQuery } from "../api";
import { Download } from "../Download";
import { AsOf } from "../FilterRow";
import { PastMark } from "../PastMark";
import page from "../SteerPage.module.css";
import { useSteering } from "../useSteer";
import { useTabs } from "../useTabs";
import { Wrong } from "../Wrong";
import { moved, SPANS, type SpanKind, spanAt, spanOf, written } from "./span";
import style from "./TargetsPage.module.css";
import { TargetTable } from "./TargetTable";
import { grouped } from "./whom";

/** What was aimed for, how far it is, and what is usual by now: of the whole, teams, people and channels. */
export default function TargetsPage() {
  const { t } = useTranslation("steer");
  const { steering, set } = useSteering();
  const tabs = useTabs();
  const format = useFormat();
  const day = steering.as_of?.slice(0, 10) ?? format.today();
  const span = spanOf(steering.period, day);
  const period = written(span);
  const question: Question = { period, as_of: steering.as_of };
  const { data, error, refetch } = useQuery({
    ...targetsQuery(question),
    placeholderData: (before) => before,
  });
  const show = (to: typeof span) => set({ period: written(to) });
  return (
    <Page
      title={t("title")}
      tabs={tabs}
      controls={
        <>
          <SegmentedControl
            aria-label={t("targets.per")}
            data={SPANS.map((value) => ({ value, label: t(`targets.${value}`) }))}
            value={span.kind}
            onChange={(kind) => show(spanAt(kind as SpanKind, day))}
          />
          <div className={style.span}>
            <ActionIcon aria-label={t("targets.earlier")} onClick={() => show(moved(span, -1))}>
              <IconChevronLeft size={16} stroke={1.5} aria-hidden />
            </ActionIcon>
            <strong>{periodName(period, format)}</strong>
            <ActionIcon aria-label={t("targets.later")} onClick={() => show(moved(span, 1))}>
              <IconChevronRight size={16} stroke={1.5} aria-hidden />
            </ActionIcon>
          </div>
          <AsOf />
        </>
      }
      actions={<Download table="targets" question={question} />}
      scroll
    >
      <PastMark period={period} />
      {error ? (
        <Wrong error={error} onRetry={() => void refetch()} />
      ) : data?.items.length === 0 ? (
        <EmptyState
          icon={IconTargetArrow}
          title={t("targets.none", { period: periodName(period, format) })}
          action={
            <Button component={A} href="/settings/targets">
              {t("targets.set")}
            </Button>
          }
        >
          {t("targets.text")}
        </EmptyState>
      ) : data ? (
        <Shown numbers={data} question={question} />
      ) : null}
    </Page>
  );
}

interface ShownProps {
  numbers: TargetNumbers;
  question: Question;
}

function Shown({ numbers, question }: ShownProps) {
  const { t } = useTranslation("steer");
  const { steering, set } = useSteering();
  const definitions = useDefinitions();
  const words = useWords(numbers.currency);
  const groups = grouped(numbers.items, useCatalogue(), t);
  const { open, by, row, part } = steering;
  const opened = groups
    .flatMap((group) => group.rows)
    .find(({ attained }) => attained.target === part);
  const figure = opened
    ? [
        opened.attained.result,
        opened.attained.attainment,
        opened.attained.remaining,
        opened.attained.pace,
        opened.attained.usual_share,
      ].find((one) => one?.metric === open)
    : undefined;
  return (
    <div className={page.body}>
      <p className={style.intro}>{t("targets.how")}</p>
      {groups.map((group) => (
        <TargetTable
          key={group.metric}
          group={group}
          name={definitions.name(group.metric)}
          nameOf={definitions.name}
          words={words}
          onOpen={(metric, target, by, row) => set({ open: metric, part: target, by, row }, true)}
        />
      ))}
      {open && opened && figure && definitions.known ? (
        <NumberPanel
          handle={{ metric: open, ...(by && row ? { by, row } : {}) }}
          subject={opened.name}
          question={question}
          numbers={numbers}
          figure={figure}
          definitions={definitions}
          onClose={() => set({ open: undefined, part: undefined, by: undefined, row: undefined })}
        />
      ) : null}
    </div>
  );
}
