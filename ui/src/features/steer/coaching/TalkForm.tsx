import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { errorSentence } from "@/app/errors";
import { toast } from "@/components/toast";
import { useFormat } from "@/i18n/FormatProvider";
import form from "./ActionForm.module.css";
import { useHoldTalk } from "./api";
import style from "./TalkForm.module.css";

interface Props {
  about: string;
  onDone: () => void;
}

interface Line {
  key: number;
  text: string;
  due: string;
}

/** Writes a talk down: when, what was said, and what was agreed by which day. */
export function TalkForm({ about, onDone }: Props) {
  const { t } = useTranslation("coaching");
  const format = useFormat();
  const [on, setOn] = useState(format.today());
  const [notes, setNotes] = useState("");
  const [lines, setLines] = useState<Line[]>([{ key: 0, text: "", due: "" }]);
  const hold = useHoldTalk(about);
  // One key per form: pressing twice makes one talk.
  const key = useRef(crypto.randomUUID());
  const actions = lines
    .filter(({ text }) => text.trim())
    .map(({ text, due }) => ({ text: text.trim(), due: due || null }));
  const ready = on !== "" && (notes.trim() !== "" || actions.length > 0);
  const change = (line: Line, next: Partial<Line>) =>
    setLines((before) => before.map((one) => (one.key === line.key ? { ...one, ...next } : one)));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    hold.mutate(
      { key: key.current, body: { about, on, notes: notes.trim() || null, actions, deals: [] } },
      {
        onError: () => {
          key.current = crypto.randomUUID();
        },
        onSuccess: () => {
          toast(t("talk.done"));
          onDone();
        },
      },
    );
  };

  return (
    <form onSubmit={submit} aria-label={t("talks.write")} className={style.form}>
      <Stack gap={12}>
        <TextInput
          type="date"
          label={t("talk.on")}
          value={on}
          max={format.today()}
          required
          className={style.day}
          onChange={(event) => setOn(event.currentTarget.value)}
        />
        <Textarea
          label={t("talk.notes")}
          value={notes}
          autosize
          minRows={2}
          maxRows={12}
          onChange={(event) => setNotes(event.currentTarget.value)}
        />
        <fieldset className={style.lines}>
          <legend>{t("talk.agreed")}</legend>
          {lines.map((line, at) => (
            <div key={line.key} className={style.line}>
              <TextInput
                aria-label={t("talk.action", { number: at + 1 })}
                placeholder={t("talk.what")}
                value={line.text}
                onChange={(event) => change(line, { text: event.currentTarget.value })}
              />
              <TextInput
                type="date"
                aria-label={t("talk.due", { number: at + 1 })}
                value={line.due}
                onChange={(event) => change(line, { due: event.currentTarget.value })}
              />
            </div>
          ))}
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} stroke={1.5} aria-hidden />}
            onClick={() =>
              setLines((before) => [
                ...before,
                { key: (before.at(-1)?.key ?? 0) + 1, text: "", due: "" },
              ])
            }
          >
            {t("talk.more")}
          </Button>
        </fieldset>
        {hold.error ? (
          <div role="alert" className={form.error}>
            {errorSentence(hold.error)}
          </div>
        ) : null}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onDone}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" loading={hold.isPending} disabled={!ready}>
            {t("talk.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
