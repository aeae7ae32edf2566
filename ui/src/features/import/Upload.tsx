import { Button } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Id } from "@/api/types";
import { errorSentence } from "@/app/errors";
import { useUpload } from "./api";
import style from "./ImportPage.module.css";

const ACCEPT = ".csv,.tsv,.txt,.xlsx,.gz,.zip,.toml,text/csv";

/** Files in: dropped or chosen, several at once. */
export function Upload({ onMade }: { onMade: (id: Id) => void }) {
  const { t } = useTranslation("import");
  const upload = useUpload();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const send = (files: File[]) => {
    if (files.length) upload.mutate(files, { onSuccess: ({ id }) => onMade(id) });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    send([...event.dataTransfer.files]);
  };
  return (
    <section
      className={style.upload}
      aria-label={t("upload")}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileUpload size={28} stroke={1.5} aria-hidden />
      <h2>{t("upload_title")}</h2>
      <p>{t("upload_text")}</p>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPT}
        data-testid="files"
        onChange={(event) => {
          send([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      <Button loading={upload.isPending} onClick={() => input.current?.click()}>
        {t("choose_files")}
      </Button>
      {upload.error ? (
        <p role="alert" className={style.error}>
          {errorSentence(upload.error)}
        </p>
      ) : null}
    </section>
  );
}
