import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import style from "./EntryTable.module.css";
import { useAdd } from "./edits";
import type { EntryKind, EntryOf } from "./setUp";
import { explain } from "./words";

interface Props<K extends EntryKind> {
  kind: K;
  fresh: (name: string) => Partial<EntryOf[K]>;
}

/** The row below a table: type a name, Enter, and the next one. */
export function AddEntry<K extends EntryKind>({ kind, fresh }: Props<K>) {
  const { t } = useTranslation("settings");
  const add = useAdd(kind);
  const [name, setName] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim() || add.isPending) return;
    add.mutate(fresh(name.trim()), {
      onSuccess: () => {
        setName("");
        input.current?.focus();
      },
    });
  };
  return (
    <form className={style.add} onSubmit={submit}>
      <TextInput
        ref={input}
        aria-label={t(`new.${kind}`)}
        placeholder={t(`new.${kind}`)}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
          add.reset();
        }}
        error={add.error ? explain(t)(add.error) : undefined}
      />
      <Button type="submit" variant="default" loading={add.isPending} disabled={!name.trim()}>
        {t("add")}
      </Button>
    </form>
  );
}
