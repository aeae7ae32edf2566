import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { get } from "@/api/http";
import type { Reset } from "@/api/types";
import { errorSentence } from "@/app/errors";
import { Entry } from "./Entry";
import style from "./Entry.module.css";
import { NewPassword } from "./NewPassword";

/** Where the link of a password reset leads. */
export default function ResetPage() {
  const { t } = useTranslation("session");
  const { token } = useParams({ from: "/reset/$token" });
  const reset = useQuery({
    queryKey: ["reset", token],
    queryFn: ({ signal }) => get<Reset>(`/password-resets/${token}`, { signal }),
  });
  return (
    <Entry
      title={t("reset.title")}
      {...(reset.data ? { text: t("reset.text", { email: reset.data.email }) } : {})}
    >
      {reset.isError ? (
        <p role="alert" className={style.error}>
          {errorSentence(reset.error)}
        </p>
      ) : reset.data ? (
        <NewPassword path={`/password-resets/${token}`} submit={t("reset.submit")} />
      ) : null}
    </Entry>
  );
}
