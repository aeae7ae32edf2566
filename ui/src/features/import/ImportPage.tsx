import { IconFileImport } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { useMember } from "@/api/session";
import { errorWords } from "@/app/errors";
import { A, useGo } from "@/components/A";
import { Page } from "@/components/Page";
import { EmptyState, ErrorState } from "@/components/States";
import { useFormat } from "@/i18n/FormatProvider";
import { importsQuery } from "./api";
import style from "./ImportPage.module.css";
import { Upload } from "./Upload";
import { outcomeOf } from "./words";

/** Files of another program become records; and what was imported before. */
export default function ImportPage() {
  const { t } = useTranslation("import");
  const format = useFormat();
  const go = useGo();
  const me = useMember();
  const { members } = useCatalogue();
  const may = me?.role === "owner" || (me?.role === "manager" && me.sees === "all");
  const imports = useQuery({ ...importsQuery, enabled: may });

  if (!may) {
    return (
      <Page title={t("title")}>
        <EmptyState icon={IconFileImport} title={t("not_allowed")}>
          {t("not_allowed_text")}
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title={t("title")} scroll>
      <div className={style.page}>
        <Upload onMade={(id) => go(`/import/${id}`)} />
        {imports.isError ? (
          <ErrorState
            title={errorWords(imports.error).title}
            onRetry={() => void imports.refetch()}
          >
            {errorWords(imports.error).detail}
          </ErrorState>
        ) : null}
        {imports.data?.length ? (
          <section aria-labelledby="earlier">
            <h2 id="earlier">{t("earlier")}</h2>
            <ul className={style.list}>
              {imports.data.map((one) => (
                <li key={one.id}>
                  <A href={`/import/${one.id}`}>
                    <span className={style.files}>
                      {one.files.map((file) => file.name).join(", ")}
                    </span>
                    <span className={style.state} data-state={one.state}>
                      {t(`state.${one.state}`)}
                    </span>
                    <small>
                      {format.dateTime(one.created_at)}
                      {" · "}
                      {members.find((member) => member.id === one.created_by)?.name ?? "–"}
                      {one.report ? ` · ${outcomeOf(one.report, t, format)}` : ""}
                    </small>
                  </A>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
    </Page>
  );
}
