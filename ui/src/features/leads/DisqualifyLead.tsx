import { Button, Group, Select, Stack, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { isProblem } from "@/api/problem";
import { useCommand } from "@/api/records";
import type { Lead } from "@/api/types";
import { errorSentence } from "@/app/errors";
import { Dialog } from "@/components/Dialog";
import { leadName } from "@/records/names";
import { useUndoToast } from "@/records/useUndoToast";

/** Closes a lead that will not become a deal; needs to know why. */
export function DisqualifyLead({ lead, onClose }: { lead: Lead; onClose: () => void }) {
  const { t } = useTranslation("leads");
  const reasons = useCatalogue().loss_reasons.filter((one) => one.for_leads && !one.removed_at);
  const command = useCommand("lead", true);
  const undoToast = useUndoToast();
  const [reason, setReason] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    command.mutate(
      { id: lead.id, command: "disqualify", body: { reason, note: note.trim() || null } },
      {
        onSuccess: ({ seq }) => {
          onClose();
          undoToast(t("disqualify.done", { name: leadName(lead) }), seq);
        },
      },
    );
  };
  const error = isProblem(command.error)
    ? (command.error.field("reason") ?? errorSentence(command.error))
    : undefined;
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t("disqualify.title", { name: leadName(lead) })}
      centered
    >
      <form onSubmit={submit}>
        <Stack gap={12}>
          <Select
            label={t("disqualify.reason")}
            data={reasons.map((one) => ({ value: one.id, label: one.name }))}
            value={reason}
            onChange={setReason}
            error={error}
            data-autofocus
            withAsterisk
          />
          <Textarea
            label={t("disqualify.note")}
            rows={3}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={command.isPending} disabled={reason === null}>
              {t("disqualify.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
