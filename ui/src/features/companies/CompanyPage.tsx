import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { DealDetail } from "@/records/DealDetail";
import { RecordFrame } from "@/records/RecordFrame";
import { Planned, Related } from "@/records/Related";

export default function CompanyPage() {
  const { id } = useParams({ from: "/app/companies/$id" });
  return <RecordFrame kind="company" id={id} parts={() => ({ related: <Around id={id} /> })} />;
}

function Around({ id }: { id: string }) {
  const { t } = useTranslation("records");
  const mine = [`company:eq:${id}`];
  return (
    <>
      <Planned filter={`company:eq:${id}`} />
      <Related
        kind="deal"
        title={t("related.deals")}
        filter={mine}
        sort="-created_at"
        detail={(deal) => <DealDetail deal={deal} />}
      />
      <Related
        kind="contact"
        title={t("related.contacts")}
        filter={mine}
        sort="name"
        detail={(contact) => contact.job_title}
      />
      <Related kind="lead" title={t("related.leads")} filter={mine} sort="-created_at" />
    </>
  );
}
