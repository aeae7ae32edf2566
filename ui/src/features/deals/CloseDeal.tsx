import { Button, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { isProblem } from "@/api/problem";
import { useCommand } from "@/api/records";
import type { Deal, Money } from "@/api/types";
import { errorSentence } from "@/app/errors";
import { Dialog } from "@/components/Dialog";
import { MoneyInput } from "@/components/fields/MoneyInput";
import { useUndoToast } from "@/records/useUndoToast";

export type Closing = "win" | "lose" | "reopen";

interface Props {
  deal: Pick<Deal, "id" | "title" | "value">;
  how: Closing | null;
  onClose: () => void;
}

/** The small forms that end a deal or open it again: they ask only what is needed. */
export function CloseDeal({ deal, how, onClose }: Props) {
  const { t } = useTranslation("deals");
  return (
    <Dialog
      opened={how !== null}
      onClose={onClose}
      title={how ? t(`${how}.title`, { title: deal.title }) : ""}
      centered
    >
      {how === "win" ? <Win deal={deal} onDone={onClose} /> : null}
      {how === "lose" ? <Lose deal={deal} onDone={onClose} /> : null}
      {how === "reopen" ? <Reopen deal={deal} onDone={onClose} /> : null}
    </Dialog>
  );
}

interface FormProps {
  deal: Props["deal"];
  onDone: () => void;
}

function useClosing(how: Closing, { deal, onDone }: FormProps) {
  const { t } = useTranslation("deals");
  const command = useCommand("deal", true);
  const undoToast = useUndoToast();
  const submit = (body: Record<string, unknown>) => (event: FormEvent) => {
    event.preventDefault();
    command.mutate(
      { id: deal.id, command: how, body },
      {
        onSuccess: ({ seq }) => {
          onDone();
          undoToast(t(`${how}.done`, { title: deal.title }), seq);
        },
      },
    );
  };
  const problem = isProblem(command.error) ? command.error : null;
  const loose = command.error && !problem?.errors.length ? errorSentence(command.error) : undefined;
  return { submit, pending: command.isPending, problem, loose };
}

function Submit({
  how,
  pending,
  disabled,
}: {
  how: Closing;
  pending: boolean;
  disabled?: boolean;
}) {
  const { t } = useTranslation("deals");
  return (
    <Group justify="flex-end">
      <Button type="submit" loading={pending} disabled={disabled ?? false}>
        {t(`${how}.submit`)}
      </Button>
    </Group>
  );
}

function Win(props: FormProps) {
  const { t } = useTranslation("deals");
  const { currency } = useCatalogue().workspace;
  const [value, setValue] = useState<Money | null>(props.deal.value);
  const { submit, pending, problem, loose } = useClosing("win", props);
  return (
    <form onSubmit={submit({ value })}>
      <Stack gap={12}>
        <MoneyInput
          label={t("win.value")}
          value={value}
          onChange={setValue}
          currency={currency}
          error={problem?.field("value") ?? loose}
          data-autofocus
        />
        <Submit how="win" pending={pending} disabled={value === null} />
      </Stack>
    </form>
  );
}

function Lose(props: FormProps) {
  const { t } = useTranslation("deals");
  const catalogue = useCatalogue();
  const [reason, setReason] = useState<string | null>(null);
  const [competitor, setCompetitor] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const { submit, pending, problem, loose } = useClosing("lose", props);
  const offered = (entries: { id: string; name: string; removed_at: string | null }[]) =>
    entries.filter((one) => !one.removed_at).map((one) => ({ value: one.id, label: one.name }));
  return (
    <form onSubmit={submit({ reason, competitor, note: note.trim() || null })}>
      <Stack gap={12}>
        <Select
          label={t("lose.reason")}
          data={offered(catalogue.loss_reasons.filter((one) => one.for_deals))}
          value={reason}
          onChange={setReason}
          error={problem?.field("reason") ?? loose}
          data-autofocus
          withAsterisk
        />
        {catalogue.competitors.some((one) => !one.removed_at) ? (
          <Select
            label={t("lose.competitor")}
            data={offered(catalogue.competitors)}
            value={competitor}
            onChange={setCompetitor}
            clearable
            searchable
          />
        ) : null}
        <Textarea
          label={t("lose.note")}
          rows={3}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Submit how="lose" pending={pending} disabled={reason === null} />
      </Stack>
    </form>
  );
}

function Reopen(props: FormProps) {
  const { t } = useTranslation("deals");
  const [day, setDay] = useState("");
  const { submit, pending, problem, loose } = useClosing("reopen", props);
  return (
    <form onSubmit={submit({ expected_close: day || null })}>
      <Stack gap={12}>
        <TextInput
          type="date"
          label={t("reopen.expected_close")}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
          error={problem?.field("expected_close") ?? loose}
          data-autofocus
        />
        <Submit how="reopen" pending={pending} />
      </Stack>
    </form>
  );
}
