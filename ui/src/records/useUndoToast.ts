import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useUndo } from "@/api/undo";
import { toast } from "@/components/toast";

/** Says what was done, with the way back: the number of the event that did it. */
export function useUndoToast(): (message: string, seq: number) => void {
  const { t } = useTranslation("records");
  const { t: common } = useTranslation();
  const { mutate } = useUndo();
  return useCallback(
    (message, seq) =>
      toast(message, {
        label: common("undo"),
        run: () => mutate(seq, { onSuccess: () => toast(t("undone")) }),
      }),
    [t, common, mutate],
  );
}
