import { Select, TextInput } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { isProblem } from "@/api/problem";
import { type Invite as Body, type Invited, useInvite } from "./access";
import { FoldedForm } from "./FoldedForm";
import { offered, ROLES, SCOPES } from "./setUp";

interface Props {
  onInvited: (invited: Invited) => void;
}

/** Somebody new: who, and what he may do and see. The link is given to him by oneself. */
export function Invite({ onInvited }: Props) {
  const { t } = useTranslation("settings");
  const { teams } = useCatalogue();
  const blank: Body = {
    name: "",
    email: "",
    role: "seller",
    sees: "all",
    team: null,
    language: null,
  };
  const [form, setForm] = useState<Body>(blank);
  const set = (change: Partial<Body>) => setForm((before) => ({ ...before, ...change }));
  const invite = useInvite();
  const problem = isProblem(invite.error) ? invite.error : null;
  return (
    <FoldedForm
      label={t("invite")}
      icon={<IconUserPlus size={16} stroke={1.5} aria-hidden />}
      send={t("make_invitation")}
      sending={invite}
      onSubmit={(done) =>
        invite.mutate(form, {
          onSuccess: (invited) => {
            done();
            setForm(blank);
            onInvited(invited);
          },
        })
      }
    >
      <TextInput
        autoFocus
        label={t("name")}
        value={form.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={problem?.field("name")}
        required
      />
      <TextInput
        type="email"
        label={t("email")}
        value={form.email}
        onChange={(event) => set({ email: event.currentTarget.value })}
        error={problem?.field("email")}
        required
      />
      <Select
        label={t("role")}
        description={t(`role_about.${form.role}`)}
        data={ROLES.map((value) => ({ value, label: t(`roles.${value}`) }))}
        value={form.role}
        allowDeselect={false}
        onChange={(role) => set({ role: (role ?? "seller") as Body["role"] })}
      />
      {form.role === "owner" ? null : (
        <Select
          label={t("sees")}
          data={SCOPES.map((value) => ({ value, label: t(`scopes.${value}`) }))}
          value={form.sees ?? "all"}
          allowDeselect={false}
          onChange={(sees) => set({ sees: (sees ?? "all") as NonNullable<Body["sees"]> })}
        />
      )}
      {teams.length ? (
        <Select
          label={t("team")}
          data={offered(teams).map(({ id, name }) => ({ value: id, label: name }))}
          value={form.team ?? null}
          clearable
          onChange={(team) => set({ team })}
        />
      ) : null}
    </FoldedForm>
  );
}
