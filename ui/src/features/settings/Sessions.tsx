import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { toast } from "@/components/toast";
import { useFormat } from "@/i18n/FormatProvider";
import style from "./Access.module.css";
import { sessionsQuery, useEndSession } from "./access";
import { browserOf } from "./browser";
import { Section } from "./Section";

/** Where one is logged in, and the way out. */
export function Sessions() {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const { data: sessions = [] } = useQuery(sessionsQuery);
  const end = useEndSession();
  return (
    <Section title={t("sessions")} text={t("sessions_text")}>
      <ul className={style.list}>
        {sessions.map((session) => {
          const { browser, system } = browserOf(session.agent);
          const name = [browser, system].filter(Boolean).join(" · ") || t("browser_unknown");
          return (
            <li key={session.id}>
              <span title={session.agent}>
                {name}
                <small>
                  {t("session_since", {
                    since: format.date(format.dayOf(session.created_at)),
                    seen: format.relative(session.seen_at),
                  })}
                </small>
              </span>
              {session.current ? (
                <span className={style.here}>{t("session_here")}</span>
              ) : (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t("session_end_name", { name })}
                  onClick={() =>
                    end.mutate(session.id, {
                      onSuccess: () => toast(t("session_ended", { name })),
                    })
                  }
                >
                  {t("session_end")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
