import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Entry } from "./Entry";
import { NewPassword } from "./NewPassword";

/** Where the link of a password reset leads. */
export default function ResetPage() {
  const { t } = useTranslation("session");
  const { token } = useParams({ from: "/reset/$token" });
  return (
    <Entry title={t("reset.title")} text={t("reset.text")}>
      <NewPassword path={`/password-resets/${token}`} submit={t("reset.submit")} />
    </Entry>
  );
}
