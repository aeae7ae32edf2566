import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { EntryTable } from "./EntryTable";
import { Members } from "./Members";
import { useWhyNot } from "./rights";
import { Section } from "./Section";
import { offered } from "./setUp";

/** Who works here, and with whom. */
export default function People() {
  const { t } = useTranslation("settings");
  const { teams, members, workspace } = useCatalogue();
  const whyNot = useWhyNot("lists");
  const count = (id: string) => offered(members).filter((member) => member.team === id).length;
  return (
    <>
      <Members />
      <Section title={t("kind.teams")} text={t("teams_text")} whyNot={whyNot}>
        <EntryTable
          kind="teams"
          entries={teams}
          whyNot={whyNot}
          currency={workspace.currency}
          empty={t("teams_empty")}
          fresh={(name) => ({ name })}
          columns={[
            {
              field: { name: "name", label: t("name"), type: "text", required: true },
              width: "3fr",
            },
            {
              field: {
                name: "parent",
                label: t("team_parent"),
                type: "choice",
                options: offered(teams).map(({ id, name }) => ({ value: id, label: name })),
              },
              width: "2fr",
            },
            {
              field: { name: "count", label: t("kind.members"), type: "number" },
              width: "1fr",
              cell: (team) => t("people_count", { count: count(team.id) }),
            },
          ]}
        />
      </Section>
    </>
  );
}
