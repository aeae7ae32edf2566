import { Button, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import style from "./Access.module.css";

interface Props {
  label: string;
  /** What it is good for, and for how long. */
  text: string;
  value: string;
  onDone: () => void;
}

/** Something that is shown once: a link, a token. */
export function Secret({ label, text, value, onDone }: Props) {
  const { t } = useTranslation("settings");
  const [copied, setCopied] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const copy = async () => {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // Without a secure connection browsers do not let a page copy; it stands selected for Ctrl+C.
    }
  };
  return (
    <div className={style.secret} role="status">
      <TextInput
        ref={input}
        label={label}
        description={text}
        readOnly
        value={value}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className={style.buttons}>
        <Button
          leftSection={
            copied ? (
              <IconCheck size={16} stroke={1.5} aria-hidden />
            ) : (
              <IconCopy size={16} stroke={1.5} aria-hidden />
            )
          }
          onClick={() => void copy()}
        >
          {t(copied ? "copied" : "copy")}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t("done")}
        </Button>
      </div>
    </div>
  );
}
