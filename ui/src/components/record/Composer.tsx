import { Button, SegmentedControl, Select, Textarea, TextInput } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import style from "./Composer.module.css";

export type ComposerKind = "note" | "call" | "email" | "meeting" | "task";
const KINDS: ComposerKind[] = ["note", "call", "email", "meeting", "task"];

export interface Composed {
  kind: ComposerKind;
  text: string;
  /** Planned for later rather than already done. */
  planned: boolean;
  /** `2026-11-21T15:30` in the reader's own clock; null is now. */
  at: string | null;
  outcome: string | null;
}

interface Props {
  outcomes: { value: string; label: string }[];
  onSend: (composed: Composed) => Promise<void>;
}

/** Write what happened or what is next, at the top of every timeline. */
export function Composer({ outcomes, onSend }: Props) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<ComposerKind>("note");
  const [text, setText] = useState("");
  const [at, setAt] = useState("");
  const [later, setLater] = useState(false);
  const [outcome, setOutcome] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const planned = kind === "task" || (kind !== "note" && later);
  // A call or meeting says enough by having happened; a note without words says nothing.
  const ready =
    (kind !== "note" && kind !== "task" ? true : text.trim() !== "") && (!planned || at !== "");

  const send = async () => {
    if (!ready || sending) return;
    setSending(true);
    try {
      await onSend({
        kind,
        text: text.trim(),
        planned,
        at: at || null,
        outcome: planned ? null : outcome,
      });
      setText("");
      setAt("");
      setOutcome(null);
      setLater(false);
    } catch {
      // What was typed stays; the one place for errors has said why.
    } finally {
      setSending(false);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      void send();
    }
  };

  return (
    <form
      className={style.composer}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <SegmentedControl
        size="xs"
        aria-label={t("composer.kind")}
        value={kind}
        onChange={(next) => setKind(next as ComposerKind)}
        data={KINDS.map((one) => ({ value: one, label: t(`composer.kinds.${one}`) }))}
      />
      <Textarea
        aria-label={t(`composer.kinds.${kind}`)}
        placeholder={t(`composer.placeholder.${kind}`)}
        rows={text || kind === "note" ? 3 : 2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className={style.row}>
        {kind === "note" || kind === "task" ? null : (
          <SegmentedControl
            size="xs"
            aria-label={t("composer.when")}
            value={later ? "later" : "done"}
            onChange={(next) => setLater(next === "later")}
            data={[
              { value: "done", label: t("composer.done") },
              { value: "later", label: t("composer.later") },
            ]}
          />
        )}
        {kind === "note" ? null : (
          <TextInput
            type="datetime-local"
            size="xs"
            aria-label={planned ? t("composer.due") : t("composer.happened")}
            value={at}
            onChange={(event) => setAt(event.currentTarget.value)}
          />
        )}
        {(kind === "call" || kind === "meeting") && !planned ? (
          <Select
            size="xs"
            w={150}
            aria-label={t("composer.outcome")}
            placeholder={t("composer.outcome")}
            data={outcomes}
            value={outcome}
            onChange={setOutcome}
            clearable
          />
        ) : null}
        <div className={style.gap} />
        <Button type="submit" size="compact-md" disabled={!ready} loading={sending}>
          {t(planned ? "composer.plan" : `composer.send.${kind}`)}
        </Button>
      </div>
    </form>
  );
}
