import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { OrderedList } from "@/components/OrderedList";
import style from "./Fields.module.css";
import type { Choice } from "./setUp";
import { slugOf } from "./slug";

interface Props {
  /** Of the field. */
  name: string;
  choices: Choice[];
  locked: boolean;
  onChange: (choices: Choice[]) => void | Promise<void>;
}

/** The answers of a choice field; a name may change, its key stays what records hold. */
export function Choices({ name, choices, locked, onChange }: Props) {
  const { t } = useTranslation("settings");
  const [fresh, setFresh] = useState("");
  const add = () => {
    const given = fresh.trim();
    if (!given) return;
    const key = slugOf(
      given,
      choices.map((choice) => choice.key),
    );
    void onChange([...choices, { key, name: given }]);
    setFresh("");
  };
  return (
    <>
      <OrderedList
        label={t("choices_of", { name })}
        items={choices}
        id={(choice) => choice.key}
        name={(choice) => choice.name}
        movable={!locked}
        onOrder={async (keys) =>
          onChange(keys.flatMap((key) => choices.find((choice) => choice.key === key) ?? []))
        }
      >
        {(choice, handle) => (
          <div className={style.choice}>
            {handle}
            <TextInput
              key={choice.name}
              variant="unstyled"
              className={style.choiceName}
              aria-label={t("name_of", { name: choice.name })}
              readOnly={locked}
              defaultValue={choice.name}
              onBlur={(event) => {
                const next = event.currentTarget.value.trim();
                if (!next || next === choice.name) return;
                void onChange(
                  choices.map((one) => (one === choice ? { ...choice, name: next } : one)),
                );
              }}
              onKeyDown={(event) => {
                if (event.key === "Enter") {
                  event.preventDefault();
                  event.currentTarget.blur();
                }
              }}
            />
            {locked || choices.length === 1 ? null : (
              <ActionIcon
                size={24}
                aria-label={t("line_remove", { name: choice.name })}
                onClick={() => void onChange(choices.filter((one) => one !== choice))}
              >
                <IconX size={14} stroke={1.5} aria-hidden />
              </ActionIcon>
            )}
          </div>
        )}
      </OrderedList>
      {locked ? null : (
        <div className={style.addChoice}>
          <TextInput
            aria-label={t("new.choice")}
            placeholder={t("new.choice")}
            value={fresh}
            onChange={(event) => setFresh(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              add();
            }}
          />
          <Button variant="default" disabled={!fresh.trim()} onClick={add}>
            {t("add")}
          </Button>
        </div>
      )}
    </>
  );
}
