import { SegmentedControl } from "@mantine/core";
import { IconInbox } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type ListSearch, one } from "@/app/search";
import { EmptyState } from "@/components/States";
import { useFunnelTabs } from "@/records/funnel";
import { RecordList } from "@/records/RecordList";

/** What the inbox shows: what still needs somebody, or everything. */
const SHOWN = {
  open: ["open:eq:1"],
  new: ["open:eq:1", "status:eq:new"],
  all: [],
} as const;
type Shown = keyof typeof SHOWN;

export default function LeadsPage() {
  const { t } = useTranslation("leads");
  const search = useSearch({ strict: false }) as ListSearch & { shown?: string };
  const navigate = useNavigate();
  const asked = one(search.shown) ?? "open";
  const shown: Shown = asked in SHOWN ? (asked as Shown) : "open";

  return (
    <RecordList
      key={shown}
      kind="lead"
      title={t("title")}
      tabs={useFunnelTabs("leads")}
      always={SHOWN[shown]}
      compact={["status", "title", "owner", "created_at"]}
      before={
        <SegmentedControl
          size="xs"
          aria-label={t("shown.label")}
          value={shown}
          onChange={(next) =>
            void navigate({ to: "/leads", search: next === "open" ? {} : { shown: next } })
          }
          data={(["open", "new", "all"] as const).map((value) => ({
            value,
            label: t(`shown.${value}`),
          }))}
        />
      }
      empty={
        <EmptyState icon={IconInbox} title={t(shown === "all" ? "empty.title" : "empty.done")}>
          {t("empty.text")}
        </EmptyState>
      }
      emptyFiltered={
        <EmptyState title={t("empty.filtered")}>{t("empty.filtered_text")}</EmptyState>
      }
    />
  );
}
