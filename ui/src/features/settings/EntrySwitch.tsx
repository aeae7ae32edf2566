import { Switch } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { showError } from "@/app/errors";
import { useEdit, values } from "./edits";
import type { Entry, EntryKind, EntryOf } from "./setUp";

interface Props<K extends EntryKind> {
  kind: K;
  entry: EntryOf[K];
  field: keyof EntryOf[K];
  label: string;
  whyNot: string | null;
}

/** Yes or no in a table, saved when it is flipped. */
export function EntrySwitch<K extends EntryKind>({ kind, entry, field, label, whyNot }: Props<K>) {
  const { t } = useTranslation("settings");
  const { t: common } = useTranslation();
  const edit = useEdit(kind);
  const [wanted, setWanted] = useState<boolean | null>(null);
  if (whyNot) {
    return <span title={whyNot}>{common(entry[field] ? "field.yes" : "field.no")}</span>;
  }
  return (
    <Switch
      aria-label={t("cell", { field: label, name: (entry as Entry).name })}
      checked={wanted ?? entry[field] === true}
      onChange={(event) => {
        const next = event.currentTarget.checked;
        setWanted(next);
        edit(entry, values({ [field]: next } as Partial<EntryOf[K]>))
          .catch(showError)
          .finally(() => setWanted(null));
      }}
    />
  );
}
