import { PasswordInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import { toast } from "@/components/toast";
import { shortestPassword } from "@/i18n/choices";
import { useChangePassword } from "./access";
import { FoldedForm } from "./FoldedForm";
import { Section } from "./Section";

export function Password() {
  const { t } = useTranslation("settings");
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useChangePassword();
  const problem = isProblem(change.error) ? change.error : null;
  const eye = { "aria-label": t("show_password") };
  return (
    <Section title={t("password")} text={t("password_text")}>
      <FoldedForm
        label={t("password")}
        opens={t("password_change")}
        send={t("password_change")}
        sending={change}
        onSubmit={(done) =>
          change.mutate(
            { current, password },
            {
              onSuccess: () => {
                done();
                setCurrent("");
                setPassword("");
                toast(t("password_changed"));
              },
            },
          )
        }
      >
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
          description={t("password_hint", { count: shortestPassword })}
          autoComplete="new-password"
          minLength={shortestPassword}
          visibilityToggleButtonProps={eye}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={problem?.field("password")}
          required
        />
      </FoldedForm>
    </Section>
  );
}
