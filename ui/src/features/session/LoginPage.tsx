import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Credentials, logIn, meQuery } from "@/api/session";
import { errorSentence } from "@/app/errors";
import { useGo } from "@/components/A";
import { Entry } from "./Entry";
import style from "./Entry.module.css";

export default function LoginPage() {
  const { t } = useTranslation("session");
  const client = useQueryClient();
  const navigate = useNavigate();
  const go = useGo();
  const { next } = useSearch({ from: "/login" });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const login = useMutation({
    meta: { inline: true },
    mutationFn: (body: Credentials) => logIn(body),
    onSuccess: async () => {
      await client.fetchQuery({ ...meQuery, staleTime: 0 });
      if (next) go(next);
      else await navigate({ to: "/board" });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate({ email: email.trim(), password });
  };

  return (
    <Entry title={t("title")}>
      <form onSubmit={submit}>
        <Stack gap={12}>
          <TextInput
            label={t("email")}
            type="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            required
            autoFocus
          />
          <PasswordInput
            label={t("password")}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            required
            visibilityToggleButtonProps={{ "aria-label": t("show_password") }}
          />
          {login.error ? (
            <div role="alert" className={style.error}>
              {errorSentence(login.error)}
            </div>
          ) : null}
          <Button type="submit" fullWidth loading={login.isPending} mt={4}>
            {t("log_in")}
          </Button>
        </Stack>
      </form>
    </Entry>
  );
}
