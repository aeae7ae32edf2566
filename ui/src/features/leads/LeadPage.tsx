import { Button } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { useCommand } from "@/api/records";
import type { Lead, Refs } from "@/api/types";
import { Section } from "@/components/record/RecordLayout";
import { useFormat } from "@/i18n/FormatProvider";
import { Linked } from "@/records/Linked";
import { leadName } from "@/records/names";
import { RecordFrame } from "@/records/RecordFrame";
import { Planned } from "@/records/Related";
import { Status } from "@/records/Status";
import { useUndoToast } from "@/records/useUndoToast";
import { ConvertLead } from "./ConvertLead";
import { DisqualifyLead } from "./DisqualifyLead";
import style from "./LeadPage.module.css";

export default function LeadPage() {
  const { id } = useParams({ from: "/app/leads/$id" });
  return (
    <RecordFrame
      kind="lead"
      id={id}
      parts={(lead, refs) => ({
        actions: <Actions lead={lead} />,
        lines: <Lines lead={lead} />,
        without: ["status"],
        related: (
          <>
            <Planned filter={`lead:eq:${lead.id}`} />
            <Became lead={lead} refs={refs} />
          </>
        ),
      })}
    />
  );
}

function Actions({ lead }: { lead: Lead }) {
  const { t } = useTranslation("leads");
  const command = useCommand("lead");
  const undoToast = useUndoToast();
  const [open, setOpen] = useState<"convert" | "disqualify" | null>(null);
  if (lead.converted_at || lead.status === "disqualified") return null;
  const run = (name: "contact" | "qualify") =>
    command.mutate(
      { id: lead.id, command: name },
      { onSuccess: ({ seq }) => undoToast(t(`${name}.done`), seq) },
    );

  return (
    <>
      {lead.status === "new" ? (
        <Button variant="default" loading={command.isPending} onClick={() => run("contact")}>
          {t("contact.action")}
        </Button>
      ) : null}
      {lead.status === "qualified" ? null : (
        <Button variant="default" loading={command.isPending} onClick={() => run("qualify")}>
          {t("qualify.action")}
        </Button>
      )}
      <Button onClick={() => setOpen("convert")}>{t("convert.action")}</Button>
      <Button variant="default" onClick={() => setOpen("disqualify")}>
        {t("disqualify.action")}
      </Button>
      {open === "convert" ? <ConvertLead lead={lead} onClose={() => setOpen(null)} /> : null}
      {open === "disqualify" ? <DisqualifyLead lead={lead} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

function Lines({ lead }: { lead: Lead }) {
  const { t } = useTranslation("records");
  const { t: leads } = useTranslation("leads");
  const format = useFormat();
  const catalogue = useCatalogue();
  const owner = catalogue.members.find((one) => one.id === lead.owner);
  const source = catalogue.sources.find((one) => one.id === lead.origin.source);
  return (
    <p className={style.line}>
      <Status
        value={lead.converted_at ? "won" : lead.status}
        label={lead.converted_at ? leads("converted") : t(`choice.status.${lead.status}`)}
      />
      {lead.title && lead.title !== leadName(lead) ? <span>{lead.title}</span> : null}
      <time dateTime={lead.created_at} title={format.dateTime(lead.created_at)}>
        {format.relative(lead.created_at)}
      </time>
      {source ? <span>{source.name}</span> : null}
      {owner ? <span>{owner.name}</span> : null}
    </p>
  );
}

function Became({ lead, refs }: { lead: Lead; refs: Refs }) {
  const { t } = useTranslation("records");
  return (["deal", "company", "contact"] as const).map((kind) => {
    const id = lead[kind];
    return id && refs[id] ? (
      <Section key={kind} title={t(`kind.${kind}`)}>
        <Linked id={id} refs={refs} />
      </Section>
    ) : null;
  });
}
