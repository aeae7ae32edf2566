import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { Numbers } from "@/api/types";
import { useFormat } from "@/i18n/FormatProvider";
import { periodName } from "@/numbers/periods";
import { nameOfValue } from "./dimensions";
import style from "./PrintedQuestion.module.css";
import { conditionsOf, type Steering } from "./question";
import { useDimensions } from "./useSteer";

interface Props {
  numbers: Pick<Numbers, "period" | "compared_with" | "as_of">;
  steering: Steering;
}

/** The question in words: small on the screen, and all of it on paper, where there is no filter bar. */
export function PrintedQuestion({ numbers, steering }: Props) {
  const { t } = useTranslation("steer");
  const format = useFormat();
  const catalogue = useCatalogue();
  const dimensions = useDimensions();
  const period = periodName(numbers.period, format);
  const reference = numbers.compared_with && periodName(numbers.compared_with, format);
  // On paper the year matters, whatever year it is read in. A date means the end of its day.
  const day = new Intl.DateTimeFormat(format.locale, { dateStyle: "long", timeZone: "UTC" });
  const dayName = (text: string) => day.format(new Date(`${text.slice(0, 10)}T00:00:00Z`));
  const when = steering.as_of
    ? dayName(steering.as_of)
    : `${dayName(format.dayOf(numbers.as_of))} ${format.time(numbers.as_of)}`;
  const filters = conditionsOf(steering.filter).map(({ dimension: id, values }) => {
    const dimension = dimensions.find((one) => one.id === id);
    const names = values.map((value) => nameOfValue(dimension, value, t)).join(", ");
    return t("filter.words", { dimension: dimension?.label ?? id, values: names });
  });
  return (
    <header className={style.question}>
      <h2>
        <span className={style.paper}>{catalogue.workspace.name}: </span>
        {period}
        {reference ? <span>, {t("compared", { period: reference })}</span> : null}
      </h2>
      <p className={style.paper}>
        {[
          t("question.as_of", { when }),
          filters.length ? t("question.filters", { filters: filters.join("; ") }) : "",
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </header>
  );
}
