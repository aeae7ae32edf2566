import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Contact, Refs } from "@/api/types";
import { Section } from "@/components/record/RecordLayout";
import { DealDetail } from "@/records/DealDetail";
import { Linked } from "@/records/Linked";
import { RecordFrame } from "@/records/RecordFrame";
import { Planned, Related } from "@/records/Related";

export default function ContactPage() {
  const { id } = useParams({ from: "/app/contacts/$id" });
  return (
    <RecordFrame
      kind="contact"
      id={id}
      parts={(contact, refs) => ({ related: <Around contact={contact} refs={refs} /> })}
    />
  );
}

function Around({ contact, refs }: { contact: Contact; refs: Refs }) {
  const { t } = useTranslation("records");
  const mine = [`contact:eq:${contact.id}`];
  return (
    <>
      <Planned filter={`contact:eq:${contact.id}`} />
      {contact.company && refs[contact.company] ? (
        <Section title={t("kind.company")}>
          <Linked id={contact.company} refs={refs} />
        </Section>
      ) : null}
      <Related
        kind="deal"
        title={t("related.deals")}
        filter={mine}
        sort="-created_at"
        detail={(deal) => <DealDetail deal={deal} />}
      />
      <Related kind="lead" title={t("related.leads")} filter={mine} sort="-created_at" />
    </>
  );
}
