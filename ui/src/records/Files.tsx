import { ActionIcon, Button, FileButton } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { fileAddress, filesQuery, useRemoveFile, useUpload } from "@/api/files";
import type { Id, RecordKind } from "@/api/types";
import { useConfirm } from "@/components/Confirm";
import { Section } from "@/components/record/RecordLayout";
import { useFormat } from "@/i18n/FormatProvider";
import style from "./Files.module.css";

interface Props {
  kind: RecordKind;
  id: Id;
}

/** The files of a record: dropped here or chosen, fetched with a click. */
export function Files({ kind, id }: Props) {
  const { t } = useTranslation("records");
  const format = useFormat();
  const list = useQuery(filesQuery(kind, id));
  const upload = useUpload(kind, id);
  const remove = useRemoveFile(id);
  const confirm = useConfirm();
  const [over, setOver] = useState(false);

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length) upload.mutate(files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut for the button inside
    <div
      className={over ? style.over : undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Section
        title={t("files.title")}
        action={
          <FileButton multiple onChange={(files) => upload.mutate(files)}>
            {(props) => (
              <Button {...props} variant="subtle" size="compact-sm" loading={upload.isPending}>
                {t("files.add")}
              </Button>
            )}
          </FileButton>
        }
      >
        {list.data?.length ? (
          <ul className={style.list}>
            {list.data.map((file) => (
              <li key={file.id} className={style.item}>
                <a href={fileAddress(file.id)} download={file.name} className={style.name}>
                  {file.name}
                </a>
                <span className={style.detail}>
                  {sizeOf(file.size, format.number)} · {format.dateTime(file.added_at)}
                </span>
                <ActionIcon
                  size="sm"
                  aria-label={t("files.remove", { name: file.name })}
                  title={t("files.remove", { name: file.name })}
                  onClick={() =>
                    void confirm({
                      title: t("files.sure", { name: file.name }),
                      consequence: t("files.consequence"),
                      action: t("files.remove_action"),
                      danger: true,
                    }).then((sure) => {
                      if (sure) remove.mutate(file.id);
                    })
                  }
                >
                  <IconX size={14} stroke={1.5} aria-hidden />
                </ActionIcon>
              </li>
            ))}
          </ul>
        ) : list.data ? (
          <p className={style.none}>{t("files.none")}</p>
        ) : null}
      </Section>
    </div>
  );
}

/** A size in the unit that people use. */
export function sizeOf(bytes: number, number: (value: number) => string): string {
  if (bytes < 1_000) return `${number(bytes)} B`;
  if (bytes < 1_000_000) return `${number(Math.round(bytes / 1_000))} kB`;
  return `${number(Math.round(bytes / 100_000) / 10)} MB`;
}
