import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import { errorWords } from "@/app/errors";
import { ErrorState } from "@/components/States";

interface Props {
  error: unknown;
  onRetry: () => void;
}

/** Why there is no answer; for a question that does not read, how to ask it. */
export function Wrong({ error, onRetry }: Props) {
  const { t } = useTranslation("steer");
  if (isProblem(error) && error.status === 422) {
    const isPeriod = error.errors.some((one) => one.field === "period");
    return (
      <ErrorState title={t("wrong.title")}>
        {isPeriod ? t("period.hint") : t("wrong.detail")}
      </ErrorState>
    );
  }
  const { title, detail } = errorWords(error);
  return (
    <ErrorState title={title} onRetry={onRetry}>
      {detail}
    </ErrorState>
  );
}
