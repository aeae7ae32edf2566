import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import style from "./EntryTable.module.css";
import { useOffer } from "./edits";
import type { Entry, EntryKind } from "./setUp";

interface Props {
  kind: EntryKind;
  /** All of them; those that are offered are left out here. */
  entries: Entry[];
  disabled: boolean;
}

/** What was taken away from the lists, and the way back. */
export function NoLongerOffered({ kind, entries, disabled }: Props) {
  const { t } = useTranslation("settings");
  const { restore } = useOffer(kind);
  const gone = entries.filter((entry) => entry.removed_at);
  if (gone.length === 0) return null;
  return (
    <details className={style.gone}>
      <summary>{t("no_longer_offered", { count: gone.length })}</summary>
      <ul>
        {gone.map((entry) => (
          <li key={entry.id}>
            <span>{entry.name}</span>
            {disabled ? null : (
              <Button
                size="compact-sm"
                variant="subtle"
                aria-label={t("offer_again_name", { name: entry.name })}
                onClick={() => restore.mutate(entry.id)}
              >
                {t("offer_again")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
