import { useTranslation } from "react-i18next";
import { Axis } from "@/components/chart/Axis";
import { ChartFrame } from "@/components/chart/ChartFrame";
import { IntervalBar } from "@/components/chart/IntervalBar";
import { scaleTo } from "@/components/chart/scale";
import type { Words } from "@/numbers/notes";
import { standsOut } from "../findings";
import { useOpen } from "../Opened";
import style from "./Channels.module.css";
import type { NamedChannel } from "./ChannelsPage";

interface Props {
  channels: NamedChannel[];
  words: Words;
}

/** Which part of each channel's leads became customer, with its interval: by first touch, and as a ring by last touch. */
export function Conversions({ channels, words }: Props) {
  const { t } = useTranslation("channels");
  const { t: steer } = useTranslation("steer");
  const open = useOpen();
  const { figures } = words;
  const rows = channels.map(({ key, name, channel }) => ({
    key,
    name,
    figure: channel.first_touch.conversion,
    last: channel.last_touch.conversion,
  }));
  const best = standsOut(rows, "high");
  const worst = standsOut(rows, "low");
  const share = (value: number | null | undefined) => figures.value(value, "share");
  const finding = best
    ? t("finding_best", { channel: best.name, value: share(best.figure?.value) })
    : worst
      ? t("finding_worst", { channel: worst.name, value: share(worst.figure?.value) })
      : t("no_finding");
  const scale = scaleTo(
    rows.flatMap(({ figure, last }) => [figure.value, figure.interval?.high ?? null, last.value]),
  );
  return (
    <ChartFrame title={finding} question={t("chart")}>
      <ul className={style.rows} aria-label={t("conversion")}>
        {rows.map(({ key, name, figure, last }) => (
          <li key={key}>
            <button
              type="button"
              className={style.row}
              aria-haspopup="dialog"
              onClick={() => open(figure, [key])}
            >
              <span className={style.name}>{name}</span>
              <IntervalBar
                scale={scale}
                value={figure.value}
                interval={figure.interval}
                beside={last.value}
                strong={name === (best ?? worst)?.name}
              />
              <span className={style.value}>
                {share(figure.value)}
                <small>
                  {figures.interval(figure) ||
                    steer("tile.n", { n: words.format.number(figure.n) })}
                </small>
              </span>
            </button>
          </li>
        ))}
        <li className={style.row} aria-hidden>
          <span />
          <Axis scale={scale} write={share} />
        </li>
      </ul>
    </ChartFrame>
  );
}
