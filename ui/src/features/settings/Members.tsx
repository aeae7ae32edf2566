import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { EntryTable } from "./EntryTable";
import { useWhyNot } from "./rights";
import { Section } from "./Section";
import { offered, ROLES, SCOPES } from "./setUp";

/** The people of the workspace: who may do what, and sees what. */
export function Members() {
  const { t } = useTranslation("settings");
  const { members, teams, workspace } = useCatalogue();
  const whyNot = useWhyNot("members");
  return (
    <Section title={t("kind.members")} text={t("members_text")} whyNot={whyNot}>
      <EntryTable
        kind="members"
        entries={members}
        whyNot={whyNot}
        currency={workspace.currency}
        empty=""
        columns={[
          { field: { name: "name", label: t("name"), type: "text", required: true }, width: "2fr" },
          { field: { name: "email", label: t("email"), type: "email" }, width: "2.5fr" },
          {
            field: {
              name: "role",
              label: t("role"),
              type: "choice",
              required: true,
              options: ROLES.map((value) => ({ value, label: t(`roles.${value}`) })),
            },
            width: "1.3fr",
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
        ]}
      />
    </Section>
  );
}
