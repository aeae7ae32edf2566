import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/http";
import { isProblem } from "@/api/problem";
import { meQuery } from "@/api/session";
import { errorSentence } from "@/app/errors";
import { shortestPassword } from "@/i18n/choices";
import style from "./Entry.module.css";

interface Props {
  /** Where the choice is sent. */
  path: string;
  /** Also asks how the person is called. */
  name?: string;
  /** The person has a password here already, and gives that one. */
  known?: boolean;
  submit: string;
}

/** Choosing a password with a link from an invitation or a reset; logs in at once. */
export function NewPassword({ path, name: given, known = false, submit: label }: Props) {
  const { t } = useTranslation("session");
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState(given ?? "");
  const [password, setPassword] = useState("");
  const choose = useMutation({
    meta: { inline: true },
    mutationFn: () =>
      call<unknown>("POST", path, { body: { password, ...(given === undefined ? {} : { name }) } }),
    onSuccess: async () => {
      await client.fetchQuery({ ...meQuery, staleTime: 0 });
      await navigate({ to: "/board" });
    },
  });
  const problem = isProblem(choose.error) ? choose.error : null;
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        choose.mutate();
      }}
    >
      <Stack gap={12}>
        {given === undefined ? null : (
          <TextInput
            label={t("setup.name")}
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problem?.field("name")}
            required
          />
        )}
        <PasswordInput
          label={t(known ? "password" : "new_password")}
          {...(known
            ? { autoComplete: "current-password", description: t("invite.known") }
            : {
                autoComplete: "new-password",
                minLength: shortestPassword,
                description: t("password_hint", { count: shortestPassword }),
              })}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={problem?.field("password")}
          visibilityToggleButtonProps={{ "aria-label": t("show_password") }}
          required
          autoFocus
        />
        {choose.error && !problem?.errors.length ? (
          <div role="alert" className={style.error}>
            {errorSentence(choose.error)}
          </div>
        ) : null}
        <Button type="submit" fullWidth loading={choose.isPending} mt={4}>
          {label}
        </Button>
      </Stack>
    </form>
  );
}
