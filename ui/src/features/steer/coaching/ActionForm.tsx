import { Button, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { useCreate } from "@/api/records";
import { errorSentence } from "@/app/errors";
import { toast } from "@/components/toast";
import { useFormat } from "@/i18n/FormatProvider";
import style from "./ActionForm.module.css";

interface Props {
  /** Whose list it comes on; asked for when it is not given. */
  owner?: string | undefined;
  /** Who is filled in at first. */
  suggested?: string;
  subject?: string;
  body?: string;
  onDone: () => void;
  onCancel?: () => void;
}

/** Something to do or to talk about, put on somebody's list as a task with a date. */
export function ActionForm({ owner: fixed, body = "", onDone, onCancel, ...first }: Props) {
  const { t } = useTranslation("coaching");
  const format = useFormat();
  const catalogue = useCatalogue();
  const [owner, setOwner] = useState<string | null>(fixed ?? first.suggested ?? null);
  const [subject, setSubject] = useState(first.subject ?? "");
  const [text, setText] = useState(body);
  const [day, setDay] = useState("");
  const create = useCreate("activity");
  // One key per form: pressing twice makes one task.
  const key = useRef(crypto.randomUUID());
  const people = catalogue.members.filter((member) => member.active && !member.removed_at);
  const nameOf = (id: string) => people.find((member) => member.id === id)?.name ?? "";
  const ready = owner !== null && subject.trim() !== "" && day !== "";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready || !owner) return;
    create.mutate(
      {
        key: key.current,
        body: {
          kind: "task",
          status: "planned",
          owner,
          subject: subject.trim(),
          body: text.trim() || null,
          // At nine on the reader's own clock: a day alone is no moment.
          due_at: new Date(`${day}T09:00`).toISOString(),
        },
      },
      {
        onError: () => {
          key.current = crypto.randomUUID();
        },
        onSuccess: () => {
          toast(t("action.done", { name: nameOf(owner), day: format.date(day) }));
          onDone();
        },
      },
    );
  };

  return (
    <form onSubmit={submit} aria-label={t("action.title")}>
      <Stack gap={12}>
        <TextInput
          label={t("action.subject")}
          value={subject}
          required
          data-autofocus
          onChange={(event) => setSubject(event.currentTarget.value)}
        />
        <div className={style.beside}>
          {fixed ? null : (
            <Select
              label={t("action.owner")}
              placeholder={t("action.choose")}
              data={people.map(({ id, name }) => ({ value: id, label: name }))}
              value={owner}
              required
              searchable
              onChange={setOwner}
            />
          )}
          <TextInput
            type="date"
            label={t("action.day")}
            value={day}
            min={format.today()}
            required
            onChange={(event) => setDay(event.currentTarget.value)}
          />
        </div>
        <Textarea
          label={t("action.text")}
          value={text}
          autosize
          minRows={2}
          maxRows={10}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {create.error ? (
          <div role="alert" className={style.error}>
            {errorSentence(create.error)}
          </div>
        ) : null}
        <Group justify="flex-end" gap={8}>
          {onCancel ? (
            <Button variant="default" onClick={onCancel}>
              {t("action.cancel")}
            </Button>
          ) : null}
          <Button type="submit" loading={create.isPending} disabled={!ready}>
            {owner ? t("action.put", { name: nameOf(owner) }) : t("action.put_unknown")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
