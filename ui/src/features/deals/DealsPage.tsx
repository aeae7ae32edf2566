import { IconFilter2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/States";
import { useFunnelTabs } from "@/records/funnel";
import { RecordList } from "@/records/RecordList";

export default function DealsPage() {
  const { t } = useTranslation("deals");
  return (
    <RecordList
      kind="deal"
      title={t("title")}
      tabs={useFunnelTabs("deals")}
      compact={["company", "value", "stage", "status"]}
      empty={
        <EmptyState icon={IconFilter2} title={t("empty.title")}>
          {t("empty.text")}
        </EmptyState>
      }
      emptyFiltered={
        <EmptyState title={t("empty.filtered")}>{t("empty.filtered_text")}</EmptyState>
      }
    />
  );
}
