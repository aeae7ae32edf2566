import { Button, TextInput } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { A } from "@/components/A";
import { EntryTable } from "../EntryTable";
import { useAdd } from "../edits";
import { NoLongerOffered } from "../NoLongerOffered";
import pipelines from "../Pipelines.module.css";
import { useWhyNot } from "../rights";
import { Section } from "../Section";
import { offered } from "../setUp";
import { explain } from "../words";
import { CalendarEditor } from "./CalendarEditor";

const ZONES: Record<string, string> = { "Europe/Amsterdam": "nl", "Europe/Brussels": "be" };

/** When is worked, and by whom: response times and pace are counted in it. */
export default function Hours() {
  const { t } = useTranslation("settings");
  const { calendars, workspace } = useCatalogue();
  const whyNot = useWhyNot("norms");
  const navigate = useNavigate();
  const asked = useSearch({ strict: false }).entry;
  const present = offered(calendars);
  const calendar = present.find(({ id }) => id === asked) ?? present[0];
  const usual = t(`hours.countries.${ZONES[workspace.time_zone] ?? "none"}`);
  return (
    <>
      <Section title={t("hours.title")} text={t("hours.text")} whyNot={whyNot}>
        <nav className={pipelines.tabs} aria-label={t("hours.title")}>
          {present.map((one) => (
            <A
              key={one.id}
              href={`/settings/hours?entry=${one.id}`}
              aria-current={one.id === calendar?.id ? "page" : undefined}
            >
              {one.name}
            </A>
          ))}
        </nav>
        {calendar ? (
          <CalendarEditor key={calendar.id} calendar={calendar} whyNot={whyNot} />
        ) : (
          <p>{t("hours.empty", { usual })}</p>
        )}
        {whyNot ? null : (
          <AddCalendar
            onMade={(id) => void navigate({ to: ".", search: { entry: id } })}
            holidays={ZONES[workspace.time_zone] ?? "none"}
          />
        )}
        <NoLongerOffered kind="calendars" entries={calendars} disabled={whyNot !== null} />
      </Section>
      {present.length > 0 ? <Who /> : null}
    </>
  );
}

function AddCalendar({ onMade, holidays }: { onMade: (id: string) => void; holidays: string }) {
  const { t } = useTranslation("settings");
  const add = useAdd("calendars");
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim() || add.isPending) return;
    add.mutate(
      { name: name.trim(), holidays },
      {
        onSuccess: ({ id }) => {
          setName("");
          onMade(id);
        },
      },
    );
  };
  return (
    <form className={pipelines.add} onSubmit={submit}>
      <TextInput
        aria-label={t("hours.new")}
        placeholder={t("hours.new")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={add.error ? explain(t)(add.error) : undefined}
      />
      <Button type="submit" variant="default" loading={add.isPending} disabled={!name.trim()}>
        {t("add")}
      </Button>
    </form>
  );
}

/** Which calendar holds for which team and person. */
function Who() {
  const { t } = useTranslation("settings");
  const { calendars, teams, members, workspace } = useCatalogue();
  const norms = useWhyNot("norms");
  const people = useWhyNot("members");
  const options = offered(calendars).map(({ id, name }) => ({ value: id, label: name }));
  const calendar = {
    name: "calendar",
    label: t("hours.calendar"),
    type: "choice",
    options,
  } as const;
  const name = {
    name: "name",
    label: t("name"),
    type: "text",
    readOnly: t("hours.name_elsewhere"),
  } as const;
  return (
    <>
      <Section title={t("kind.teams")} text={t("hours.teams_text")}>
        <EntryTable
          kind="teams"
          entries={offered(teams)}
          whyNot={norms}
          currency={workspace.currency}
          empty={t("teams_empty")}
          tools={() => null}
          columns={[
            { field: name, width: "2fr" },
            { field: calendar, width: "2fr" },
            {
              field: { name: "lead_norm", label: t("norms.lead_norm"), type: "number" },
              width: "2fr",
            },
          ]}
        />
      </Section>
      <Section title={t("kind.members")} text={t("hours.members_text")} whyNot={people}>
        <EntryTable
          kind="members"
          entries={offered(members).filter((member) => member.active)}
          whyNot={people}
          currency={workspace.currency}
          empty=""
          tools={() => null}
          columns={[
            { field: name, width: "2fr" },
            { field: calendar, width: "2fr" },
            {
              field: { name: "fte", label: t("norms.fte"), type: "percent", required: true },
              width: "1fr",
              value: ({ fte }) => Math.round(fte * 100),
              shown: ({ fte }) => t("percent", { count: Math.round(fte * 100) }),
              edit: (value) => ({
                patch: () => ({ fte: Number(value ?? 100) / 100 }),
                touches: ({ fte }) => fte,
              }),
            },
            ...(norms
              ? []
              : [
                  {
                    field: {
                      name: "hourly_cost",
                      label: t("norms.hourly_cost"),
                      type: "money",
                    } as const,
                    width: "1.3fr",
                  },
                ]),
          ]}
        />
      </Section>
    </>
  );
}
