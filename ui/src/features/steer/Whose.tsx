import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { meQuery } from "@/api/session";
import style from "./SteerPage.module.css";

/** Says whose results these are, to who does not see those of everybody. */
export function Whose() {
  const { t } = useTranslation("steer");
  const { members, teams } = useCatalogue();
  const { data: me } = useQuery(meQuery);
  const member = members.find((one) => one.id === me?.member?.id);
  if (!member || member.sees === "all") return null;
  const team = member.sees === "team" ? teams.find((one) => one.id === member.team) : undefined;
  return (
    <p className={style.whose}>{team ? t("whose.team", { team: team.name }) : t("whose.own")}</p>
  );
}
