import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/http";
import { PATHS } from "@/api/records";
import type { AnyRecord, RecordKind } from "@/api/types";
import { errorSentence } from "@/app/errors";
import { Dialog } from "@/components/Dialog";
import { RecordInput } from "@/components/fields/RecordInput";
import { useUndoToast } from "./useUndoToast";

export const MERGEABLE: readonly RecordKind[] = ["company", "contact", "lead"];

interface Props {
  kind: RecordKind;
  record: AnyRecord;
  title: string;
  onClose: () => void;
}

/** Two records of the same party become one; can be taken back. */
export function MergeDialog({ kind, record, title, onClose }: Props) {
  const { t } = useTranslation("records");
  const client = useQueryClient();
  const undoToast = useUndoToast();
  const [other, setOther] = useState<string | null>(null);
  const merge = useMutation({
    meta: { inline: true },
    mutationFn: (absorbed: string) =>
      call<unknown>("POST", `${PATHS[kind]}/${record.id}/merge`, {
        body: { absorbed },
        key: crypto.randomUUID(),
      }),
    onSuccess: async ({ seq }) => {
      onClose();
      undoToast(t("merge.done", { title }), seq);
      await client.invalidateQueries();
    },
  });
  const same = other === record.id;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (other && !same) merge.mutate(other);
  };

  return (
    <Dialog opened onClose={onClose} title={t("merge.title", { title })} centered>
      <form onSubmit={submit}>
        <Stack gap={12}>
          <Text size="sm">{t("merge.text", { title })}</Text>
          <RecordInput
            kind={kind}
            label={t("merge.other")}
            value={other}
            onChange={setOther}
            error={same ? t("merge.same") : merge.error ? errorSentence(merge.error) : undefined}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button type="submit" loading={merge.isPending} disabled={!other || same}>
              {t("merge.action")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
