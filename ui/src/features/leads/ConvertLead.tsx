import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { call } from "@/api/http";
import { isProblem } from "@/api/problem";
import { PATHS, recordKey, staleAround } from "@/api/records";
import type { Converted, Lead, Money } from "@/api/types";
import { errorSentence } from "@/app/errors";
import { useGo } from "@/components/A";
import { Dialog } from "@/components/Dialog";
import { MoneyInput } from "@/components/fields/MoneyInput";
import { RecordInput } from "@/components/fields/RecordInput";
import { toast } from "@/components/toast";
import { leadName } from "@/records/names";

function useConvert() {
  const client = useQueryClient();
  return useMutation({
    meta: { inline: true },
    mutationFn: ({ id, body }: { id: string; body: Record<string, unknown> }) =>
      call<Converted>("POST", `${PATHS.lead}/${id}/convert`, { body, key: crypto.randomUUID() }),
    onSuccess: (_reply, { id }) => {
      void client.invalidateQueries({ queryKey: recordKey("lead", id) });
      staleAround(client, "deal", "");
      void client.invalidateQueries({ queryKey: ["totals"] });
    },
  });
}

/** Turns a lead into contact, company and deal in one step. */
export function ConvertLead({ lead, onClose }: { lead: Lead; onClose: () => void }) {
  const { t } = useTranslation("leads");
  const go = useGo();
  const catalogue = useCatalogue();
  const pipelines = catalogue.pipelines.filter((one) => !one.removed_at);
  const convert = useConvert();
  const [title, setTitle] = useState(lead.title ?? lead.company_name ?? leadName(lead));
  const [company, setCompany] = useState<string | null>(lead.company);
  const [contact, setContact] = useState<string | null>(lead.contact);
  const [value, setValue] = useState<Money | null>(lead.value);
  const [pipelineId, setPipeline] = useState(pipelines[0]?.id ?? null);
  const pipeline = pipelines.find((one) => one.id === pipelineId);
  const [stage, setStage] = useState<string | null>(null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    convert.mutate(
      {
        id: lead.id,
        body: {
          title,
          company,
          contact,
          value,
          pipeline: pipelineId,
          stage: stage ?? pipeline?.stages[0]?.id ?? null,
        },
      },
      {
        onSuccess: ({ data }) => {
          onClose();
          toast(t("convert.done", { name: leadName(lead) }));
          go(`/deals/${data.deal.id}`);
        },
      },
    );
  };
  const problem = isProblem(convert.error) ? convert.error : null;

  return (
    <Dialog opened onClose={onClose} title={t("convert.title", { name: leadName(lead) })} centered>
      <form onSubmit={submit}>
        <Stack gap={12}>
          <TextInput
            label={t("convert.deal")}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            error={problem?.field("title")}
            data-autofocus
            withAsterisk
          />
          <MoneyInput
            label={t("convert.value")}
            value={value}
            onChange={setValue}
            currency={catalogue.workspace.currency}
            error={problem?.field("value")}
          />
          {pipelines.length > 1 ? (
            <Select
              label={t("convert.pipeline")}
              data={pipelines.map((one) => ({ value: one.id, label: one.name }))}
              value={pipelineId}
              allowDeselect={false}
              onChange={(next) => {
                setPipeline(next);
                setStage(null);
              }}
            />
          ) : null}
          <Select
            label={t("convert.stage")}
            data={(pipeline?.stages ?? []).map((one) => ({ value: one.id, label: one.name }))}
            value={stage ?? pipeline?.stages[0]?.id ?? null}
            allowDeselect={false}
            onChange={setStage}
          />
          <RecordInput
            kind="company"
            label={t("convert.company")}
            description={
              lead.company_name ? t("convert.company_new", { name: lead.company_name }) : undefined
            }
            value={company}
            onChange={setCompany}
          />
          <RecordInput
            kind="contact"
            label={t("convert.contact")}
            description={t("convert.contact_new")}
            value={contact}
            onChange={setContact}
          />
          {convert.error && !problem?.errors.length ? (
            <Text c="var(--red)" role="alert">
              {errorSentence(convert.error)}
            </Text>
          ) : null}
          <Group justify="flex-end">
            <Button type="submit" loading={convert.isPending} disabled={!title.trim()}>
              {t("convert.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
