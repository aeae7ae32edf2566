import { IconBuilding } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/States";
import { RecordList } from "@/records/RecordList";

export default function CompaniesPage() {
  const { t } = useTranslation("companies");
  return (
    <RecordList
      kind="company"
      title={t("title")}
      defaultSort="name"
      compact={["address.city", "industry", "phone"]}
      empty={
        <EmptyState icon={IconBuilding} title={t("empty.title")}>
          {t("empty.text")}
        </EmptyState>
      }
      emptyFiltered={
        <EmptyState title={t("empty.filtered")}>{t("empty.filtered_text")}</EmptyState>
      }
    />
  );
}
