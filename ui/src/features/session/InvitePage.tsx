import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { get } from "@/api/http";
import type { Invitation } from "@/api/types";
import { errorSentence } from "@/app/errors";
import { Entry } from "./Entry";
import style from "./Entry.module.css";
import { NewPassword } from "./NewPassword";

/** Where the link in an invitation leads. */
export default function InvitePage() {
  const { t } = useTranslation("session");
  const { token } = useParams({ from: "/invite/$token" });
  const invitation = useQuery({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => get<Invitation>(`/invitations/${token}`, { signal }),
  });
  return (
    <Entry
      title={t("invite.title")}
      {...(invitation.data
        ? {
            text: t("invite.text", {
              workspace: invitation.data.workspace,
              email: invitation.data.email,
            }),
          }
        : {})}
    >
      {invitation.isError ? (
        <p role="alert" className={style.error}>
          {errorSentence(invitation.error)}
        </p>
      ) : invitation.data ? (
        <NewPassword
          path={`/invitations/${token}`}
          name={invitation.data.name}
          known={invitation.data.known}
          submit={t("invite.submit")}
        />
      ) : null}
    </Entry>
  );
}
