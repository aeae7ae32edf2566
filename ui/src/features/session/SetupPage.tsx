import { Button, PasswordInput, Radio, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import { meQuery, setUp } from "@/api/session";
import type { Setup } from "@/api/types";
import { errorSentence } from "@/app/errors";
import { currencies, shortestPassword, zones } from "@/i18n/choices";
import { Entry } from "./Entry";
import style from "./Entry.module.css";

/** The first page of a new installation: who, where, and which way of selling. */
export default function SetupPage() {
  const { t, i18n } = useTranslation("session");
  const client = useQueryClient();
  const navigate = useNavigate();
  const [form, setForm] = useState<Omit<Setup, "language">>({
    workspace: "",
    name: "",
    email: "",
    password: "",
    currency: "EUR",
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone || "Europe/Amsterdam",
    template: "classic",
  });
  const set = (change: Partial<Setup>) => setForm((before) => ({ ...before, ...change }));
  const currencyOptions = useMemo(() => currencies(i18n.language), [i18n.language]);
  const zoneOptions = useMemo(() => zones(form.time_zone), [form.time_zone]);
  const setup = useMutation({
    meta: { inline: true },
    mutationFn: () => setUp({ ...form, language: i18n.language }),
    onSuccess: async () => {
      await client.fetchQuery({ ...meQuery, staleTime: 0 });
      await navigate({ to: "/board" });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setup.mutate();
  };
  const problem = isProblem(setup.error) ? setup.error : null;

  return (
    <Entry title={t("setup.title")} text={t("setup.text")}>
      <form onSubmit={submit}>
        <Stack gap={12}>
          <TextInput
            label={t("setup.workspace")}
            description={t("setup.workspace_hint")}
            value={form.workspace}
            onChange={(event) => set({ workspace: event.currentTarget.value })}
            error={problem?.field("workspace")}
            required
            autoFocus
          />
          <TextInput
            label={t("setup.name")}
            autoComplete="name"
            value={form.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            error={problem?.field("name")}
            required
          />
          <TextInput
            label={t("email")}
            type="email"
            autoComplete="username"
            value={form.email}
            onChange={(event) => set({ email: event.currentTarget.value })}
            error={problem?.field("email")}
            required
          />
          <PasswordInput
            label={t("password")}
            description={t("password_hint", { count: shortestPassword })}
            autoComplete="new-password"
            minLength={shortestPassword}
            value={form.password}
            onChange={(event) => set({ password: event.currentTarget.value })}
            error={problem?.field("password")}
            visibilityToggleButtonProps={{ "aria-label": t("show_password") }}
            required
          />
          <Select
            label={t("setup.currency")}
            data={currencyOptions}
            value={form.currency}
            onChange={(currency) => set({ currency: currency ?? "EUR" })}
            error={problem?.field("currency")}
            searchable
            allowDeselect={false}
          />
          <Select
            label={t("setup.time_zone")}
            data={zoneOptions}
            value={form.time_zone}
            onChange={(time_zone) => set({ time_zone: time_zone ?? form.time_zone })}
            error={problem?.field("time_zone")}
            searchable
            allowDeselect={false}
            limit={100}
          />
          <Radio.Group
            label={t("setup.template")}
            value={form.template}
            onChange={(next) => set({ template: next as Setup["template"] })}
          >
            <Stack gap={8} mt={4}>
              {(["classic", "short"] as const).map((template) => (
                <Radio
                  key={template}
                  value={template}
                  label={t(`setup.templates.${template}.name`)}
                  description={t(`setup.templates.${template}.text`)}
                />
              ))}
            </Stack>
          </Radio.Group>
          {setup.error && !problem?.errors.length ? (
            <div role="alert" className={style.error}>
              {errorSentence(setup.error)}
            </div>
          ) : null}
          <Button type="submit" fullWidth loading={setup.isPending} mt={4}>
            {t("setup.submit")}
          </Button>
        </Stack>
      </form>
    </Entry>
  );
}
