import type { TFunction } from "i18next";
import { isProblem } from "@/api/problem";
import { errorSentence } from "@/app/errors";
import { ChangedMeanwhile } from "./edits";

/** What went wrong with a change, for beside its cause. */
export function explain(t: TFunction<"settings">): (error: unknown) => string {
  return (error) => {
    if (error instanceof ChangedMeanwhile) return t("changed_meanwhile");
    const field = isProblem(error) ? error.errors[0]?.detail : undefined;
    return field ?? errorSentence(error);
  };
}
