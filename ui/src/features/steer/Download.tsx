import { useTranslation } from "react-i18next";
import { fileOf } from "@/api/http";
import { DownloadMenu } from "@/components/DownloadMenu";
import type { Question } from "@/numbers/question";

interface Props {
  /** The answer's name: the last part of its address under `/measure`. */
  table: string;
  question: Partial<Question>;
  /** What else was asked. */
  by?: string[];
  pipeline?: string;
}

/** The table of the page as a file, with the question in it. */
export function Download({ table, question, by, pipeline }: Props) {
  const { t } = useTranslation("steer");
  const href = fileOf(`/measure/${table}`, { ...question, by, pipeline });
  return <DownloadMenu label={t("share.file")} href={href} />;
}
