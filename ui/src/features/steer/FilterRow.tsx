import { Button, Popover, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/FormatProvider";
import { periodName } from "@/numbers/periods";
import style from "./FilterRow.module.css";
import { NO_REFERENCE, PERIODS, REFERENCES, USUAL_PERIOD, USUAL_REFERENCE } from "./question";
import { SliceChips } from "./SliceChips";
import { useSteering } from "./useSteer";

const TYPED = "typed";

interface Props {
  /** The period when none is named. */
  usual?: string;
  /** Without what it is held against: for pages that hold people or groups against each other. */
  alone?: boolean;
}

/** The one filter bar of all numbers: which period, held against what, as of when, of what. */
export function FilterRow({ usual = USUAL_PERIOD, alone = false }: Props) {
  const { t } = useTranslation("steer");
  const { steering, set } = useSteering();
  const reference = steering.compare_to ?? USUAL_REFERENCE;
  return (
    <>
      <PeriodChoice
        period={steering.period ?? usual}
        onChange={(period) => set({ period: period === usual ? undefined : period })}
      />
      {alone ? null : (
        <Select
          className={style.reference}
          aria-label={t("reference.label")}
          data={[
            ...REFERENCES.map((value) => ({ value, label: t(`reference.${value}`) })),
            { value: NO_REFERENCE, label: t("reference.none") },
          ]}
          value={reference}
          allowDeselect={false}
          onChange={(next) =>
            set({ compare_to: next === USUAL_REFERENCE ? undefined : (next ?? "") })
          }
        />
      )}
      <AsOf />
      <SliceChips filter={steering.filter} onChange={(filter) => set({ filter })} />
    </>
  );
}

/** The date as of which is counted; for what looks at nothing else of the bar, it stands alone. */
export function AsOf() {
  const { t } = useTranslation("steer");
  const { steering, set } = useSteering();
  const format = useFormat();
  return (
    <div className={style.asOf}>
      <span aria-hidden="true">{t("as_of.label")}</span>
      <TextInput
        type="date"
        aria-label={t("as_of.label")}
        className={style.day}
        data-past={steering.as_of ? true : undefined}
        max={format.today()}
        value={steering.as_of?.slice(0, 10) ?? ""}
        onChange={(event) => set({ as_of: event.currentTarget.value || undefined })}
      />
    </div>
  );
}

interface PeriodProps {
  period: string;
  onChange: (period: string) => void;
}

function PeriodChoice({ period, onChange }: PeriodProps) {
  const { t } = useTranslation("steer");
  const format = useFormat();
  const [typing, setTyping] = useState(false);
  const [text, setText] = useState("");
  const ready = PERIODS.some((one) => one === period);
  return (
    <Popover
      opened={typing}
      onChange={setTyping}
      position="bottom-start"
      trapFocus
      withRoles={false}
    >
      <Popover.Target>
        <div className={style.period}>
          <Select
            aria-label={t("period.label")}
            data={[
              ...PERIODS.map((value) => ({ value, label: t(`period.${value}`) })),
              ...(ready ? [] : [{ value: period, label: periodName(period, format) }]),
              { value: TYPED, label: `${t("period.typed")}…` },
            ]}
            value={period}
            allowDeselect={false}
            onChange={(next) => {
              if (next === TYPED) {
                setText(ready ? "" : period);
                setTyping(true);
              } else if (next) onChange(next);
            }}
          />
        </div>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t("period.typed")}>
        <form
          className={style.typed}
          onSubmit={(event) => {
            event.preventDefault();
            if (!text.trim()) return;
            setTyping(false);
            onChange(text.trim());
          }}
        >
          <TextInput
            label={t("period.typed")}
            description={t("period.hint")}
            placeholder="2026-Q3"
            value={text}
            data-autofocus
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" size="compact-sm" disabled={!text.trim()}>
            {t("period.show")}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
