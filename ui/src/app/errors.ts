import i18next from "i18next";
import { isProblem } from "@/api/problem";
import { toastError } from "@/components/toast";

export interface ErrorWords {
  title: string;
  detail: string;
}

/** The one place where an error becomes words: what happened, what is safe, what to do. */
export function errorWords(error: unknown): ErrorWords {
  const t = i18next.t.bind(i18next);
  if (!isProblem(error)) {
    return { title: t("error.unexpected"), detail: error instanceof Error ? error.message : "" };
  }
  if (error.code === "unreachable") {
    return { title: t("error.unreachable"), detail: t("error.unreachable_detail") };
  }
  const known = [401, 403, 404, 409, 412, 413, 422, 429, 500, 503, 507].includes(error.status);
  const title = t(known ? `error.status.${error.status}` : "error.unexpected");
  const fields = error.errors.map((one) => one.detail).join(" ");
  return { title, detail: fields || error.message || t("error.safe") };
}

/** One sentence, for beside a field. */
export function errorSentence(error: unknown): string {
  const { title, detail } = errorWords(error);
  return detail || title;
}

export function showError(error: unknown): void {
  const { title, detail } = errorWords(error);
  toastError(title, detail);
}
