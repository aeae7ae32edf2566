import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";

export default function BinPage() {
  const { t } = useTranslation("bin");
  return <Page title={t("title")}>{null}</Page>;
}
