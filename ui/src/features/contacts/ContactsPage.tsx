import { IconUser } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/States";
import { RecordList } from "@/records/RecordList";

export default function ContactsPage() {
  const { t } = useTranslation("contacts");
  return (
    <RecordList
      kind="contact"
      title={t("title")}
      defaultSort="name"
      compact={["company", "job_title", "phones"]}
      empty={
        <EmptyState icon={IconUser} title={t("empty.title")}>
          {t("empty.text")}
        </EmptyState>
      }
      emptyFiltered={
        <EmptyState title={t("empty.filtered")}>{t("empty.filtered_text")}</EmptyState>
      }
    />
  );
}
