import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";

export default function InvitePage() {
  const { t } = useTranslation("session");
  return <Page title={t("title")}>{null}</Page>;
}
