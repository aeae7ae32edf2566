import { Button, Menu, Popover } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/FormatProvider";
import type { Field } from "../fields/types";
import style from "./FilterBar.module.css";
import { FilterEditor } from "./FilterEditor";
import { type Filter, operatorsFor, parseFilter, writeFilter } from "./filter";

interface Props {
  fields: Field[];
  /** As in the URL. */
  value: string[];
  onChange: (value: string[]) => void;
  /** Names of records that filters point at. */
  titles?: Record<string, string>;
  /** What amounts are compared in: the workspace's currency. */
  currency: string;
}

/** The filters in force as removable chips, and the way to add one. */
export function FilterBar({ fields, value, onChange, titles = {}, currency }: Props) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState<Field | null>(null);
  const filters = value.map(parseFilter).filter((filter) => filter !== null);
  const replace = (at: number, filter: Filter) =>
    onChange(filters.map((one, index) => writeFilter(index === at ? filter : one)));

  return (
    <div className={style.bar}>
      {filters.map((filter, at) => {
        const field = fields.find((one) => one.name === filter.field);
        if (!field) return null;
        return (
          <Chip
            key={`${filter.field}-${filter.operator}`}
            field={field}
            filter={filter}
            titles={titles}
            currency={currency}
            onChange={(next) => replace(at, next)}
            onRemove={() => onChange(filters.filter((_, index) => index !== at).map(writeFilter))}
          />
        );
      })}
      <Popover
        opened={adding !== null}
        onChange={(open) => !open && setAdding(null)}
        position="bottom-start"
        trapFocus
        withRoles={false}
      >
        <Popover.Target>
          <div>
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
                {fields.map((field) => (
                  <Menu.Item key={field.name} onClick={() => setAdding(field)}>
                    {field.label}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          </div>
        </Popover.Target>
        <Popover.Dropdown role="dialog" aria-label={t("filter.add")}>
          {adding ? (
            <FilterEditor
              field={adding}
              currency={currency}
              filter={{
                field: adding.name,
                operator: operatorsFor(adding.type)[0] ?? "eq",
                value: "",
              }}
              onApply={(filter) => {
                setAdding(null);
                onChange([
                  ...filters
                    .filter((one) => one.field !== filter.field || one.operator !== filter.operator)
                    .map(writeFilter),
                  writeFilter(filter),
                ]);
              }}
            />
          ) : null}
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

interface ChipProps {
  field: Field;
  filter: Filter;
  titles: Record<string, string>;
  currency: string;
  onChange: (filter: Filter) => void;
  onRemove: () => void;
}

function Chip({ field, filter, titles, currency, onChange, onRemove }: ChipProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const words = useFilterWords(field, filter, titles, currency);
  return (
    <div className={style.chip}>
      <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus>
        <Popover.Target>
          <button type="button" className={style.words} onClick={() => setOpen(!open)}>
            {words}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <FilterEditor
            field={field}
            currency={currency}
            filter={filter}
            title={titles[filter.value]}
            onApply={(next) => {
              setOpen(false);
              onChange(next);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <button
        type="button"
        className={style.remove}
        aria-label={t("filter.remove", { filter: words })}
        onClick={onRemove}
      >
        <IconX size={14} stroke={1.5} aria-hidden />
      </button>
    </div>
  );
}

/** `Value ≥ € 5.000`, `Owner: Sanne, Youssef`. */
function useFilterWords(
  field: Field,
  filter: Filter,
  titles: Record<string, string>,
  currency: string,
): string {
  const { t } = useTranslation();
  const format = useFormat();
  if (filter.operator === "null") {
    return t(filter.value === "true" ? "filter.is_empty" : "filter.is_filled", {
      field: field.label,
    });
  }
  const one = (value: string): string => {
    const option = field.options?.find((candidate) => candidate.value === value);
    if (option) return option.label;
    if (field.type === "record") return titles[value] ?? "…";
    if (field.type === "yes_no") return t(value === "true" ? "field.yes" : "field.no");
    if (field.type === "date" || field.type === "datetime") return format.date(value);
    if (field.type === "money") return format.money({ amount: Number(value), currency });
    if (field.type === "number") return format.number(Number(value));
    return value;
  };
  const value =
    filter.operator === "in" ? filter.value.split(",").map(one).join(", ") : one(filter.value);
  return t(`filter.words.${filter.operator}`, { field: field.label, value });
}
