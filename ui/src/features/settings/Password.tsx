import { Button, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import { toast } from "@/components/toast";
import style from "./Access.module.css";
import { useChangePassword } from "./access";
import { Section } from "./Section";
import { explain } from "./words";

/** As the server asks. */
const SHORTEST = 10;

export function Password() {
  const { t } = useTranslation("settings");
  const [open, setOpen] = useState(false);
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useChangePassword();
  const problem = isProblem(change.error) ? change.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      { current, password },
      {
        onSuccess: () => {
          setOpen(false);
          setCurrent("");
          setPassword("");
          toast(t("password_changed"));
        },
      },
    );
  };
  const eye = { "aria-label": t("show_password") };
  return (
    <Section title={t("password")} text={t("password_text")}>
      {open ? (
        <form className={style.form} aria-label={t("password")} onSubmit={submit}>
          <PasswordInput
            autoFocus
            label={t("password_now")}
            autoComplete="current-password"
            visibilityToggleButtonProps={eye}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            error={problem?.field("current")}
            required
          />
          <PasswordInput
            label={t("password_new")}
            description={t("password_hint", { count: SHORTEST })}
            autoComplete="new-password"
            minLength={SHORTEST}
            visibilityToggleButtonProps={eye}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={problem?.field("password")}
            required
          />
          {change.error && !problem?.errors.length ? (
            <p role="alert" className={style.error}>
              {explain(t)(change.error)}
            </p>
          ) : null}
          <div className={style.buttons}>
            <Button type="submit" loading={change.isPending}>
              {t("password_change")}
            </Button>
            <Button variant="default" onClick={() => setOpen(false)}>
              {t("leave")}
            </Button>
          </div>
        </form>
      ) : (
        <Button variant="default" onClick={() => setOpen(true)}>
          {t("password_change")}
        </Button>
      )}
    </Section>
  );
}
