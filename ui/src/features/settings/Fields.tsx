import { ActionIcon } from "@mantine/core";
import { IconArchive } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { RECORD_KINDS } from "@/api/types";
import { showError } from "@/app/errors";
import { A } from "@/components/A";
import { InlineField } from "@/components/fields/InlineField";
import { OrderedList } from "@/components/OrderedList";
import { toast } from "@/components/toast";
import { Choices } from "./Choices";
import { useEdit, useOffer, useTypedEdit, values } from "./edits";
import style from "./Fields.module.css";
import { NewField } from "./NewField";
import { NoLongerOffered } from "./NoLongerOffered";
import pipelines from "./Pipelines.module.css";
import { useWhyNot } from "./rights";
import { Section } from "./Section";
import { type CustomField, offered } from "./setUp";
import { explain } from "./words";

/** What the workspace wants to know beside what every workspace knows. */
export default function Fields() {
  const { t } = useTranslation("settings");
  const { fields } = useCatalogue();
  const whyNot = useWhyNot("lists");
  const navigate = useNavigate();
  const edit = useEdit("fields");
  const asked = useSearch({ strict: false }).entry;
  const on = RECORD_KINDS.find((kind) => kind === asked) ?? "deal";
  const shown = offered(fields).filter((field) => field.on === on);
  const order = async (ids: string[]) => {
    try {
      for (const [position, id] of ids.entries()) {
        const field = shown.find((one) => one.id === id);
        if (field && field.position !== position) await edit(field, values({ position }));
      }
    } catch (error) {
      showError(error);
    }
  };
  return (
    <Section title={t("kind.fields")} text={t("fields_text")} whyNot={whyNot}>
      <nav className={pipelines.tabs} aria-label={t("field_on")}>
        {RECORD_KINDS.map((kind) => (
          <A
            key={kind}
            href={`/settings/fields?entry=${kind}`}
            aria-current={kind === on ? "page" : undefined}
          >
            {t(`on.${kind}`)}
          </A>
        ))}
      </nav>
      <OrderedList
        label={t("kind.fields")}
        items={shown}
        id={(field) => field.id}
        name={(field) => field.name}
        movable={!whyNot}
        onOrder={order}
      >
        {(field, handle) => <FieldRow field={field} handle={handle} whyNot={whyNot} />}
      </OrderedList>
      {shown.length === 0 ? <p className={style.empty}>{t(`fields_empty.${on}`)}</p> : null}
      {whyNot ? null : (
        <NewField
          key={on}
          on={on}
          place={shown.length}
          taken={fields.filter((field) => field.on === on).map((field) => field.slug)}
          onMade={(kind) => void navigate({ to: ".", search: { entry: kind } })}
        />
      )}
      <NoLongerOffered
        kind="fields"
        entries={fields.filter((field) => field.on === on)}
        disabled={whyNot !== null}
      />
    </Section>
  );
}

interface RowProps {
  field: CustomField;
  handle: ReactNode;
  whyNot: string | null;
}

function FieldRow({ field, handle, whyNot }: RowProps) {
  const { t } = useTranslation("settings");
  const { t: common } = useTranslation();
  const edit = useEdit("fields");
  const typed = useTypedEdit("fields", field);
  const { remove, restore } = useOffer("fields");
  const [wrong, setWrong] = useState("");
  const take = async () => {
    try {
      await remove.mutateAsync(field);
      toast(t("removed", { name: field.name }), {
        label: common("undo"),
        run: () => restore.mutate(field.id),
      });
    } catch (error) {
      setWrong(explain(t)(error));
    }
  };
  const label = t("cell", { field: t("name"), name: field.name });
  return (
    <div className={style.field}>
      <div className={style.row}>
        <div>{handle}</div>
        <div className={style.name}>
          <InlineField
            bare
            field={{
              name: "name",
              label,
              type: "text",
              required: true,
              ...(whyNot ? { readOnly: whyNot } : {}),
            }}
            value={field.name}
            shown={field.name}
            explain={explain(t)}
            onStart={typed.onStart}
            onSave={(name) => typed.save(values({ name: String(name ?? "") }))}
          />
        </div>
        <span className={style.kind}>{t(`field_kind.${field.kind}`)}</span>
        <code className={style.slug} title={t("slug_hint")}>
          {field.slug}
        </code>
        <div className={style.tools}>
          {whyNot ? null : (
            <ActionIcon
              aria-label={t("remove", { name: field.name })}
              title={t("field_remove_hint")}
              onClick={() => void take()}
            >
              <IconArchive size={16} stroke={1.5} aria-hidden />
            </ActionIcon>
          )}
        </div>
      </div>
      {wrong ? (
        <p className={pipelines.wrong} role="alert">
          {wrong}
        </p>
      ) : null}
      {field.kind === "choice" || field.kind === "multi_choice" ? (
        <div className={style.choices}>
          <Choices
            name={field.name}
            choices={field.choices}
            locked={whyNot !== null}
            onChange={async (choices) => {
              try {
                await edit(field, values({ choices }));
                setWrong("");
              } catch (error) {
                setWrong(explain(t)(error));
              }
            }}
          />
        </div>
      ) : null}
    </div>
  );
}
