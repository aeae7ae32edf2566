import { Button, Menu, Popover } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { OptionList } from "@/components/filter/OptionList";
import { type Dimension, nameOfValue } from "./dimensions";
import style from "./FilterRow.module.css";
import { type Condition, conditionsOf, filterOf } from "./question";
import { useDimensions } from "./useSteer";

interface Props {
  filter: string[] | undefined;
  onChange: (filter: string[] | undefined) => void;
}

/** Which records count: removable chips, and the way to add one. */
export function SliceChips({ filter, onChange }: Props) {
  const { t } = useTranslation("steer");
  const dimensions = useDimensions();
  const [open, setOpen] = useState<string | null>(null);
  const conditions = conditionsOf(filter);
  const put = (dimension: string, values: string[]) => {
    const known = conditions.some((one) => one.dimension === dimension);
    const next = known ? conditions : [...conditions, { dimension, values }];
    onChange(filterOf(next.map((one) => (one.dimension === dimension ? { ...one, values } : one))));
  };
  const shown = conditions.some((one) => one.dimension === open)
    ? conditions
    : [...conditions, ...(open ? [{ dimension: open, values: [] }] : [])];

  return (
    <div className={style.chips}>
      {shown.map((condition) => (
        <Chip
          key={condition.dimension}
          condition={condition}
          dimension={dimensions.find((one) => one.id === condition.dimension)}
          open={open === condition.dimension}
          onOpen={(next) => setOpen(next ? condition.dimension : null)}
          onChange={(values) => put(condition.dimension, values)}
        />
      ))}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconFilter size={14} stroke={1.5} aria-hidden />}
          >
            {t("filter.add")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
          {dimensions
            .filter((one) => one.options.length)
            .map((one) => (
              <Menu.Item key={one.id} onClick={() => setOpen(one.id)}>
                {one.label}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

interface ChipProps {
  condition: Condition;
  dimension: Dimension | undefined;
  open: boolean;
  onOpen: (open: boolean) => void;
  onChange: (values: string[]) => void;
}

function Chip({ condition, dimension, open, onOpen, onChange }: ChipProps) {
  const { t } = useTranslation("steer");
  const label = dimension?.label ?? condition.dimension;
  const values = condition.values.map((value) => nameOfValue(dimension, value, t)).join(", ");
  const words = t("filter.words", { dimension: label, values: values || "…" });
  return (
    <div className={style.chip}>
      <Popover opened={open} onChange={onOpen} position="bottom-start" trapFocus withRoles={false}>
        <Popover.Target>
          <button type="button" className={style.words} onClick={() => onOpen(!open)}>
            {words}
          </button>
        </Popover.Target>
        <Popover.Dropdown role="dialog" aria-label={label} className={style.list}>
          <OptionList
            label={t("filter.choose")}
            options={[
              ...(dimension?.options ?? []),
              { value: "none", label: nameOfValue(dimension, "none", t) },
            ]}
            value={condition.values}
            onChange={onChange}
          />
        </Popover.Dropdown>
      </Popover>
      <button
        type="button"
        className={style.remove}
        aria-label={t("filter.remove", { filter: words })}
        onClick={() => {
          onOpen(false);
          onChange([]);
        }}
      >
        <IconX size={14} stroke={1.5} aria-hidden />
      </button>
    </div>
  );
}
