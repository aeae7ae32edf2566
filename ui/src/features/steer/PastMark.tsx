import { IconHistory } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/i18n/FormatProvider";
import { firstDay } from "@/numbers/periods";
import style from "./SteerPage.module.css";
import { useSteering } from "./useSteer";

interface Props {
  /** As the answer names it. */
  period: string | undefined;
}

/** Says that the past is shown, and leads back; nothing when it is now. */
export function PastMark({ period }: Props) {
  const { t } = useTranslation("steer");
  const format = useFormat();
  const { steering, set } = useSteering();
  const asOf = steering.as_of;
  if (!asOf) return null;
  const begins = period ? firstDay(period) : null;
  return (
    <div className={style.past} role="status">
      <IconHistory size={16} stroke={1.5} aria-hidden />
      <span>
        {asOf.includes("T")
          ? t("as_of.moment", { moment: format.dateTime(asOf) })
          : t("as_of.past", { day: format.date(asOf) })}{" "}
        {begins && begins > asOf.slice(0, 10) ? t("as_of.not_begun") : null}
      </span>
      <button
        type="button"
        className={style.back}
        onClick={() => set({ as_of: undefined, known_at: undefined })}
      >
        {t("as_of.back")}
      </button>
    </div>
  );
}
