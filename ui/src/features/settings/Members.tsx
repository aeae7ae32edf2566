import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { useMember } from "@/api/session";
import { showError } from "@/app/errors";
import { toast } from "@/components/toast";
import { useFormat } from "@/i18n/FormatProvider";
import style from "./Access.module.css";
import {
  accessQuery,
  type Invited,
  type MemberAccess,
  useInviteAgain,
  useLogOutMember,
} from "./access";
import { EntryTable } from "./EntryTable";
import { useEdit, values } from "./edits";
import { Invite } from "./Invite";
import { useWhyNot } from "./rights";
import { Secret } from "./Secret";
import { Section } from "./Section";
import { type Member, offered, ROLES, SCOPES } from "./setUp";

/** The people of the workspace: who may do what, sees what, and how they come in. */
export function Members() {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const { members, teams, workspace } = useCatalogue();
  const whyNot = useWhyNot("members");
  const access = useQuery({ ...accessQuery, enabled: !whyNot });
  const [invited, setInvited] = useState<Invited | null>(null);
  const accessOf = (id: string) => access.data?.find((one) => one.member === id);
  return (
    <Section title={t("kind.members")} text={t("members_text")} whyNot={whyNot}>
      <EntryTable
        kind="members"
        entries={members}
        whyNot={whyNot}
        currency={workspace.currency}
        empty=""
        tools={(member) => (
          <MemberMenu member={member} access={accessOf(member.id)} onInvited={setInvited} />
        )}
        columns={[
          { field: { name: "name", label: t("name"), type: "text", required: true }, width: "2fr" },
          { field: { name: "email", label: t("email"), type: "email" }, width: "2.4fr" },
          {
            field: {
              name: "role",
              label: t("role"),
              type: "choice",
              required: true,
              options: ROLES.map((value) => ({ value, label: t(`roles.${value}`) })),
            },
            width: "1.2fr",
          },
          {
            field: {
              name: "sees",
              label: t("sees"),
              type: "choice",
              required: true,
              options: SCOPES.map((value) => ({ value, label: t(`scopes.${value}`) })),
            },
            width: "1.5fr",
            shown: ({ role, sees }) => t(`scopes.${role === "owner" ? "all" : sees}`),
          },
          {
            field: {
              name: "team",
              label: t("team"),
              type: "choice",
              options: offered(teams).map(({ id, name }) => ({ value: id, label: name })),
            },
            width: "1.3fr",
          },
          {
            field: { name: "state", label: t("comes_in"), type: "text" },
            width: "1.6fr",
            cell: (member) => <ComesIn member={member} access={accessOf(member.id)} />,
          },
        ]}
      />
      {invited?.link ? (
        <Secret
          label={t("invitation_for", { name: invited.member.name })}
          text={t("invitation_text", { date: format.dateTime(invited.expires_at) })}
          value={invited.link}
          onDone={() => setInvited(null)}
        />
      ) : null}
      {whyNot || invited ? null : <Invite onInvited={setInvited} />}
    </Section>
  );
}

interface OneProps {
  member: Member;
  access: MemberAccess | undefined;
}

function ComesIn({ member, access }: OneProps) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  if (!member.active) return <span className={style.state}>{t("left")}</span>;
  if (!access) return <span className={style.state}>–</span>;
  if (access.seen_at) return <span className={style.state}>{format.relative(access.seen_at)}</span>;
  if (access.logs_in_with) return <span className={style.state}>{t("not_seen")}</span>;
  if (access.invited_until) {
    const date = format.date(format.dayOf(access.invited_until));
    return <span className={style.waiting}>{t("invited_until", { date })}</span>;
  }
  return <span className={style.state}>{t("no_way_in")}</span>;
}

interface MenuProps extends OneProps {
  onInvited: (invited: Invited) => void;
}

function MemberMenu({ member, access, onInvited }: MenuProps) {
  const { t } = useTranslation("settings");
  const { t: common } = useTranslation();
  const me = useMember();
  const edit = useEdit("members");
  const again = useInviteAgain();
  const logOut = useLogOutMember();
  const setActive = (active: boolean) =>
    edit(member, values({ active }))
      .then(() =>
        toast(t(active ? "reactivated" : "deactivated", { name: member.name }), {
          label: common("undo"),
          run: () => void edit({ ...member, active }, values({ active: !active })).catch(showError),
        }),
      )
      .catch(showError);
  const own = me?.id === member.id;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t("member_more", { name: member.name })}>
          <IconDots size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {member.active && access && !access.logs_in_with ? (
          <Menu.Item onClick={() => again.mutate(member.id, { onSuccess: onInvited })}>
            {t("invite_again")}
          </Menu.Item>
        ) : null}
        {access?.logs_in_with ? (
          <Menu.Item
            onClick={() =>
              logOut.mutate(member.id, {
                onSuccess: () => toast(t("logged_out_everywhere", { name: member.name })),
              })
            }
          >
            {t("log_out_everywhere")}
          </Menu.Item>
        ) : null}
        {member.active ? (
          <Menu.Item disabled={own} onClick={() => void setActive(false)}>
            {t(own ? "deactivate_own" : "deactivate")}
          </Menu.Item>
        ) : (
          <Menu.Item onClick={() => void setActive(true)}>{t("reactivate")}</Menu.Item>
        )}
        {access?.logs_in_with ? (
          <>
            <Menu.Divider />
            <Menu.Label>
              {t("forgot_password")}
              <br />
              <code>trechter member reset-password --email {access.logs_in_with}</code>
            </Menu.Label>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
