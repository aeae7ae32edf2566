import { ActionIcon, Button, Checkbox, FileButton, Textarea } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { get } from "@/api/http";
import type { components } from "@/api/schema";
import { toast } from "@/components/toast";
import { useFormat } from "@/i18n/FormatProvider";
import { useWhyNot } from "../rights";
import { Section } from "../Section";
import { explain } from "../words";
import style from "./Forms.module.css";
import { usePutMany } from "./putMany";
import { readRates } from "./rates";

type Page = components["schemas"]["RatesReply"];

const ratesQuery = infiniteQueryOptions({
  queryKey: ["exchange-rates"],
  initialPageParam: "",
  queryFn: ({ pageParam, signal }) =>
    get<Page>("/catalogue/exchange-rates", {
      query: { limit: 100, cursor: pageParam || undefined },
      signal,
    }),
  getNextPageParam: (page: Page) => page.next,
});

/** What money in other currencies is worth, day by day. */
export default function Rates() {
  const { t } = useTranslation("settings");
  const { t: common } = useTranslation();
  const format = useFormat();
  const { currency } = useCatalogue().workspace;
  const whyNot = useWhyNot("norms");
  const { data, hasNextPage, fetchNextPage } = useInfiniteQuery(ratesQuery);
  const put = usePutMany("exchange-rates");
  const rates = data?.pages.flatMap((page) => page.items) ?? [];
  const take = ({ currency: of, date, rate }: (typeof rates)[number]) =>
    put.mutate([{ currency: of, date, rate: null }], {
      onSuccess: () =>
        toast(t("rates.removed", { currency: of, date: format.date(date) }), {
          label: common("undo"),
          run: () => put.mutate([{ currency: of, date, rate }]),
        }),
    });
  return (
    <Section title={t("rates.title")} text={t("rates.text", { currency })} whyNot={whyNot}>
      {whyNot ? null : <Paste currency={currency} />}
      {rates.length === 0 ? (
        data ? (
          <p>{t("rates.empty")}</p>
        ) : null
      ) : (
        <table className={style.list} aria-label={t("rates.title")}>
          <thead>
            <tr>
              <th scope="col">{t("rates.day")}</th>
              <th scope="col">{t("currency")}</th>
              <th scope="col" className={style.number}>
                {t("rates.rate", { currency })}
              </th>
              <th scope="col" aria-label={t("actions")} />
            </tr>
          </thead>
          <tbody>
            {rates.map((rate) => (
              <tr key={rate.id}>
                <td>{format.date(rate.date)}</td>
                <td>{rate.currency}</td>
                <td className={style.number}>
                  {Number(rate.rate).toLocaleString(format.locale, { maximumFractionDigits: 12 })}
                </td>
                <td className={style.tools}>
                  {whyNot ? null : (
                    <ActionIcon
                      aria-label={t("rates.remove", {
                        currency: rate.currency,
                        date: format.date(rate.date),
                      })}
                      onClick={() => take(rate)}
                    >
                      <IconX size={14} stroke={1.5} aria-hidden />
                    </ActionIcon>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hasNextPage ? (
        <Button variant="subtle" onClick={() => void fetchNextPage()}>
          {t("rates.more")}
        </Button>
      ) : null}
    </Section>
  );
}

/** Lines from a bank's list or a file; what will be saved is said before it is. */
function Paste({ currency }: { currency: string }) {
  const { t } = useTranslation("settings");
  const put = usePutMany("exchange-rates");
  const [text, setText] = useState("");
  const [invert, setInvert] = useState(false);
  const { items, wrong } = readRates(text, invert);
  const save = () =>
    put.mutate(items, {
      onSuccess: () => {
        toast(t("rates.saved", { count: items.length }));
        setText("");
      },
    });
  return (
    <div className={style.paste}>
      <Textarea
        label={t("rates.paste")}
        description={t("rates.paste_hint")}
        placeholder={"2026-01-30; USD; 0,9213"}
        autosize
        minRows={3}
        maxRows={12}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          put.reset();
        }}
        error={put.error ? explain(t)(put.error) : undefined}
      />
      <div className={style.below}>
        <FileButton
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          onChange={(file) => void file?.text().then(setText)}
        >
          {(props) => (
            <Button variant="default" {...props}>
              {t("rates.file")}
            </Button>
          )}
        </FileButton>
        <Checkbox
          label={t("rates.invert", { currency })}
          checked={invert}
          onChange={(event) => setInvert(event.currentTarget.checked)}
        />
        <Button disabled={items.length === 0} loading={put.isPending} onClick={save}>
          {t("rates.save", { count: items.length })}
        </Button>
        {wrong.length > 0 ? (
          <span role="status">
            {t("rates.unread", { count: wrong.length, lines: wrong.slice(0, 5).join(", ") })}
          </span>
        ) : null}
      </div>
    </div>
  );
}
