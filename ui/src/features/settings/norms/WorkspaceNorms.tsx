import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { InlineField } from "@/components/fields/InlineField";
import type { Field, FieldValue } from "@/components/fields/types";
import { useFormat } from "@/i18n/FormatProvider";
import { useTypedEdit, values } from "../edits";
import { useWhyNot } from "../rights";
import { Section } from "../Section";
import { offered, type Workspace } from "../setUp";
import style from "../WorkspaceSettings.module.css";
import { explain } from "../words";

/** What everybody's numbers are counted with. */
export function WorkspaceNorms() {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const { workspace, calendars } = useCatalogue();
  const whyNot = useWhyNot("norms");
  const { onStart, save } = useTypedEdit("workspace", workspace);
  const options = offered(calendars).map(({ id, name }) => ({ value: id, label: name }));
  const fields: (Field & { hint: string })[] = [
    {
      name: "calendar",
      label: t("hours.calendar"),
      type: "choice",
      options,
      hint: t("norms.calendar_hint"),
    },
    {
      name: "response_minutes",
      label: t("norms.response_minutes"),
      type: "number",
      required: true,
      hint: t("norms.response_minutes_hint"),
    },
    {
      name: "customer_months",
      label: t("norms.customer_months"),
      type: "number",
      required: true,
      hint: t("norms.customer_months_hint"),
    },
    {
      name: "lead_norm",
      label: t("norms.lead_norm"),
      type: "number",
      hint: t("norms.lead_norm_hint"),
    },
  ];
  return (
    <Section title={t("norms.title")} text={t("norms.text")} whyNot={whyNot}>
      <div className={style.facts}>
        {fields.map(({ hint, ...field }) => {
          const name = field.name as keyof Workspace;
          const value = workspace[name] as FieldValue;
          const chosen = options.find((option) => option.value === value)?.label;
          const words =
            name === "response_minutes"
              ? t("norms.minutes", { count: workspace.response_minutes })
              : name === "customer_months"
                ? t("norms.months", { count: workspace.customer_months })
                : typeof value === "number"
                  ? format.number(value)
                  : chosen;
          return (
            <div key={name}>
              <InlineField
                field={{ ...field, ...(whyNot ? { readOnly: whyNot } : {}) }}
                value={value}
                shown={words}
                explain={explain(t)}
                onStart={onStart}
                onSave={(next) => save(values({ [name]: next } as Partial<Workspace>))}
              />
              <p className={style.hint}>{hint}</p>
            </div>
          );
        })}
      </div>
    </Section>
  );
}
