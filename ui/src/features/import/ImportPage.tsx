import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";

export default function ImportPage() {
  const { t } = useTranslation("import");
  return <Page title={t("title")}>{null}</Page>;
}
