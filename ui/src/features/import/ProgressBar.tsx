import { Progress } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/FormatProvider";
import style from "./Steps.module.css";

interface Props {
  progress: { done: number; total: number };
  label: string;
}

export function ProgressBar({ progress: { done, total }, label }: Props) {
  const { t } = useTranslation("import");
  const format = useFormat();
  const share = total ? (100 * done) / total : 0;
  return (
    <div className={style.progress}>
      <Progress.Root size="lg">
        <Progress.Section value={share} aria-label={label} />
      </Progress.Root>
      <span>
        {total
          ? t("progress", { done: format.number(done), total: format.number(total) })
          : t("starting")}
      </span>
    </div>
  );
}
