import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";

export default function CompaniesPage() {
  const { t } = useTranslation("companies");
  return <Page title={t("title")}>{null}</Page>;
}
