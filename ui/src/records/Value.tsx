import { Badge } from "@mantine/core";
import type { AnyRecord, Money, Refs } from "@/api/types";
import type { FieldValue } from "@/components/fields/types";
import { useFormat } from "@/i18n/FormatProvider";
import type { RecordField } from "./fields";
import { Linked } from "./Linked";
import { Status } from "./Status";
import style from "./Value.module.css";

interface Props {
  field: RecordField;
  record: AnyRecord;
  refs: Refs;
}

export function isEmpty(value: FieldValue): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** A field's value as it reads in a list or on a page; nothing when empty. */
export function Value({ field, record, refs }: Props) {
  const format = useFormat();
  const value = field.read(record);
  if (isEmpty(value)) return null;
  const option = (one: unknown) =>
    field.options?.find((candidate) => candidate.value === one)?.label ?? "–";

  switch (field.type) {
    case "money":
      return <span>{format.money(value as Money)}</span>;
    case "number":
      return <span>{format.number(Number(value))}</span>;
    case "percent":
      return <span>{format.percent(Number(value) / 100)}</span>;
    case "date":
      return <span>{format.date(String(value))}</span>;
    case "datetime":
      return (
        <time
          dateTime={String(value)}
          title={format.dateTime(String(value))}
          className={isLate(field.name, record) ? style.late : undefined}
        >
          {format.date(format.dayOf(String(value)))}
        </time>
      );
    case "yes_no":
      return <span>{value ? "✓" : "–"}</span>;
    case "choice":
      if (field.name === "status") return <Status value={String(value)} label={option(value)} />;
      return <span>{option(value)}</span>;
    case "person":
      return <span>{option(value)}</span>;
    case "multi_choice":
      return (
        <span className={style.tags}>
          {(value as string[]).map((one) => (
            <Badge key={one} variant="light" color="gray" radius="sm" className={style.tag}>
              {option(one)}
            </Badge>
          ))}
        </span>
      );
    case "record":
      return <Linked id={String(value)} refs={refs} />;
    case "email":
      return <Several value={String(value)} scheme="mailto:" />;
    case "phone":
      return <Several value={String(value)} scheme="tel:" />;
    case "link": {
      const url = String(value);
      const safe = /^https?:\/\//.test(url) ? url : `https://${url}`;
      return (
        <a href={safe} target="_blank" rel="noreferrer noopener">
          {url.replace(/^https?:\/\//, "").replace(/\/$/, "")}
        </a>
      );
    }
    default:
      return <span>{String(value)}</span>;
  }
}

/** Planned for a moment that has passed. */
function isLate(name: string, record: AnyRecord): boolean {
  return (
    name === "due_at" &&
    "due_at" in record &&
    record.status === "planned" &&
    record.due_at !== null &&
    new Date(record.due_at) < new Date()
  );
}

function Several({ value, scheme }: { value: string; scheme: string }) {
  const values = value.split(", ");
  return (
    <span>
      {values.map((one, at) => (
        <span key={one}>
          {at ? ", " : ""}
          <a href={`${scheme}${scheme === "tel:" ? one.replace(/[^+\d]/g, "") : one}`}>{one}</a>
        </span>
      ))}
    </span>
  );
}
