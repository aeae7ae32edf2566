import { Button, Select, Stack, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import type { RecordKind } from "@/api/types";
import { Choices } from "./Choices";
import { useAdd } from "./edits";
import style from "./Fields.module.css";
import { type Choice, type CustomField, FIELD_KINDS } from "./setUp";
import { slugOf } from "./slug";
import { explain } from "./words";

interface Props {
  on: RecordKind;
  place: number;
  taken: string[];
  onMade: (on: RecordKind) => void;
}

/** A field of the workspace's own; its kind and its name in the API never change afterwards. */
export function NewField({ on, place, taken, onMade }: Props) {
  const { t } = useTranslation("settings");
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [kind, setKind] = useState<CustomField["kind"]>("text");
  const [choices, setChoices] = useState<Choice[]>([]);
  const add = useAdd("fields");
  const chosen = kind === "choice" || kind === "multi_choice";
  const slug = slugOf(name, taken);
  const problem = isProblem(add.error) ? add.error : null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { name: name.trim(), slug, on, kind, choices: chosen ? choices : [], position: place },
      {
        onSuccess: () => {
          setOpen(false);
          setName("");
          setKind("text");
          setChoices([]);
          onMade(on);
        },
      },
    );
  };

  if (!open) {
    return (
      <Button
        variant="default"
        mt={12}
        leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t(`new_field.${on}`)}
      </Button>
    );
  }
  return (
    <form className={style.form} aria-label={t(`new_field.${on}`)} onSubmit={submit}>
      <Stack gap={12}>
        <TextInput
          autoFocus
          label={t("name")}
          description={name.trim() ? t("slug_will_be", { slug }) : t("slug_about")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={problem?.field("name") ?? problem?.field("slug")}
          required
        />
        <Select
          label={t("field_kind_label")}
          data={FIELD_KINDS.map((value) => ({ value, label: t(`field_kind.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(next) => setKind((next ?? "text") as CustomField["kind"])}
          description={t("field_kind_fixed")}
        />
        {chosen ? (
          <fieldset className={style.fieldset}>
            <legend>{t("choices")}</legend>
            <Choices name={name} choices={choices} locked={false} onChange={setChoices} />
          </fieldset>
        ) : null}
        {add.error && !problem?.field("name") && !problem?.field("slug") ? (
          <p role="alert" className={style.error}>
            {explain(t)(add.error)}
          </p>
        ) : null}
        <div className={style.buttons}>
          <Button
            type="submit"
            loading={add.isPending}
            disabled={!name.trim() || (chosen && choices.length === 0)}
          >
            {t("make_field")}
          </Button>
          <Button variant="default" onClick={() => setOpen(false)}>
            {t("leave")}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
