import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { Figure } from "@/api/types";
import { A } from "@/components/A";
import type { Words } from "@/numbers/notes";
import table from "../Breakdown.module.css";
import { Cell } from "../Cell";
import { useOpen } from "../Opened";
import style from "./Channels.module.css";
import type { NamedChannel } from "./ChannelsPage";

interface Props {
  channels: NamedChannel[];
  kind: "source" | "campaign";
  words: Words;
}

const COLUMNS = [
  "leads",
  "conversion",
  "value_per_lead",
  "cost_per_lead",
  "cost_per_customer",
  "returns",
] as const;
const OF_COST: readonly string[] = ["cost_per_lead", "cost_per_customer", "returns"];
const TOUCHES = ["first_touch", "last_touch"] as const;

/** Every number of every channel: by first touch and by last touch side by side, never added. */
export function ChannelTable({ channels, kind, words }: Props) {
  const { t } = useTranslation("channels");
  const open = useOpen();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={table.scroll} tabIndex={0} aria-label={t("table")}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col" rowSpan={2} className={table.plain}>
              {t(kind)}
            </th>
            <th scope="col" rowSpan={2} className={table.plain}>
              {t("cost")}
            </th>
            {COLUMNS.map((column) => (
              <th key={column} scope="colgroup" colSpan={2} className={style.group}>
                {t(column)}
              </th>
            ))}
          </tr>
          <tr>
            {COLUMNS.flatMap((column) =>
              TOUCHES.map((touch) => (
                <th key={`${column} ${touch}`} scope="col" className={table.plain}>
                  {t(touch)}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {channels.map(({ key, name, channel }) => {
            const costs = (channel.cost.value ?? 0) > 0;
            return (
              <tr key={key}>
                <th scope="row">{name}</th>
                <td className={style.cost}>
                  {costs ? (
                    words.figures.value(channel.cost.value, channel.cost.unit)
                  ) : (
                    <A href="/settings/sources">{t("no_cost")}</A>
                  )}
                </td>
                {COLUMNS.map((column) => (
                  <Fragment key={column}>
                    {TOUCHES.map((touch) => (
                      <Credit
                        key={touch}
                        figure={channel[touch][column]}
                        known={costs || !OF_COST.includes(column)}
                        row={name}
                        name={`${t(column)}, ${t(touch)}`}
                        words={words}
                        onOpen={(figure) => open(figure, [key])}
                      />
                    ))}
                  </Fragment>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface CreditProps {
  figure: Figure;
  /** Without a cost there is nothing to divide. */
  known: boolean;
  row: string;
  name: string;
  words: Words;
  onOpen: (figure: Figure) => void;
}

function Credit({ figure, known, onOpen, ...rest }: CreditProps) {
  if (!known) return <td className={style.cost}>–</td>;
  return <Cell figure={figure} {...rest} onOpen={() => onOpen(figure)} />;
}
