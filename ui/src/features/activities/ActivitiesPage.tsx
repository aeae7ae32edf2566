import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";

export default function ActivitiesPage() {
  const { t } = useTranslation("activities");
  return <Page title={t("title")}>{null}</Page>;
}
