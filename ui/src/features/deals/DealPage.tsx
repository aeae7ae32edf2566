import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";

export default function DealPage() {
  const { t } = useTranslation("deals");
  return <Page title={t("title")}>{null}</Page>;
}
