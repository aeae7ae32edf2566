import { Button, Select, TextInput } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { isProblem } from "@/api/problem";
import style from "./Access.module.css";
import { type Invite as Body, type Invited, useInvite } from "./access";
import { offered, ROLES, SCOPES } from "./setUp";
import { explain } from "./words";

interface Props {
  onInvited: (invited: Invited) => void;
}

/** Somebody new: who, and what he may do and see. The link is given to him by oneself. */
export function Invite({ onInvited }: Props) {
  const { t } = useTranslation("settings");
  const { teams } = useCatalogue();
  const [open, setOpen] = useState(false);
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate(form, {
      onSuccess: (invited) => {
        setOpen(false);
        setForm(blank);
        onInvited(invited);
      },
    });
  };

  if (!open) {
    return (
      <Button
        variant="default"
        mt={12}
        leftSection={<IconUserPlus size={16} stroke={1.5} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t("invite")}
      </Button>
    );
  }
  return (
    <form className={style.form} aria-label={t("invite")} onSubmit={submit}>
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
      {invite.error && !problem?.field("name") && !problem?.field("email") ? (
        <p role="alert" className={style.error}>
          {explain(t)(invite.error)}
        </p>
      ) : null}
      <div className={style.buttons}>
        <Button type="submit" loading={invite.isPending}>
          {t("make_invitation")}
        </Button>
        <Button variant="default" onClick={() => setOpen(false)}>
          {t("leave")}
        </Button>
      </div>
    </form>
  );
}
