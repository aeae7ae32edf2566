import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";

export default function LeadPage() {
  const { t } = useTranslation("leads");
  return <Page title={t("title")}>{null}</Page>;
}
