import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { InlineField } from "@/components/fields/InlineField";
import type { Field, FieldValue } from "@/components/fields/types";
import { currencies, zones } from "@/i18n/choices";
import { LANGUAGES } from "@/i18n/i18n";
import { useTypedEdit, values } from "./edits";
import { WorkspaceNorms } from "./norms/WorkspaceNorms";
import { useWhyNot } from "./rights";
import { Section } from "./Section";
import type { Workspace } from "./setUp";
import style from "./WorkspaceSettings.module.css";
import { explain } from "./words";

/** What holds for everybody: the name, the language, the money and the clock. */
export default function WorkspaceSettings() {
  const { t, i18n } = useTranslation("settings");
  const { workspace } = useCatalogue();
  const { onStart, save } = useTypedEdit("workspace", workspace);
  const whyNot = useWhyNot("workspace");
  const currencyOptions = useMemo(() => currencies(i18n.language), [i18n.language]);
  const zoneOptions = useMemo(() => zones(workspace.time_zone), [workspace.time_zone]);
  const fields: Field[] = [
    { name: "name", label: t("name"), type: "text", required: true },
    {
      name: "language",
      label: t("language"),
      type: "choice",
      required: true,
      options: LANGUAGES.map((value) => ({ value, label: t(`languages.${value}`) })),
    },
    {
      name: "currency",
      label: t("currency"),
      type: "choice",
      required: true,
      options: currencyOptions,
    },
    {
      name: "time_zone",
      label: t("time_zone"),
      type: "choice",
      required: true,
      options: zoneOptions,
    },
  ];
  return (
    <>
      <Section title={t("section.workspace")} text={t("workspace_text")} whyNot={whyNot}>
        <div className={style.facts}>
          {fields.map((field) => {
            const name = field.name as keyof Workspace;
            const value = workspace[name] as FieldValue;
            return (
              <div key={name}>
                <InlineField
                  field={{ ...field, ...(whyNot ? { readOnly: whyNot } : {}) }}
                  value={value}
                  shown={
                    field.options?.find((option) => option.value === value)?.label ?? String(value)
                  }
                  explain={explain(t)}
                  onStart={onStart}
                  onSave={(next) => save(values({ [name]: next } as Partial<Workspace>))}
                />
                {name === "name" ? null : <p className={style.hint}>{t(`${name}_hint`)}</p>}
              </div>
            );
          })}
        </div>
      </Section>
      <WorkspaceNorms />
    </>
  );
}
