import { Button, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { MoneyInput } from "@/components/fields/MoneyInput";
import { useFormat } from "@/i18n/FormatProvider";
import type { Money } from "@/i18n/format";
import { useAdd } from "../edits";
import { offered } from "../setUp";
import { explain } from "../words";
import style from "./Forms.module.css";

/** The last day of the month of a day. */
const monthEnd = (day: string) => {
  const [year, month] = day.split("-").map(Number);
  return new Date(Date.UTC(year ?? 0, month ?? 1, 0)).toISOString().slice(0, 10);
};

/** One line: where, when, how much; this month to begin with. */
export function NewSpend() {
  const { t } = useTranslation("settings");
  const { sources, campaigns, workspace } = useCatalogue();
  const today = useFormat().today();
  const add = useAdd("spends");
  const [source, setSource] = useState<string | null>(null);
  const [campaign, setCampaign] = useState<string | null>(null);
  const [starts, setStarts] = useState(`${today.slice(0, 7)}-01`);
  const [ends, setEnds] = useState(monthEnd(today));
  const [amount, setAmount] = useState<Money | null>(null);
  const of = offered(campaigns).filter((one) => !source || !one.source || one.source === source);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!source || !amount || add.isPending) return;
    add.mutate({ source, campaign, starts, ends, amount }, { onSuccess: () => setAmount(null) });
  };
  return (
    <form className={style.line} onSubmit={submit} aria-label={t("costs.new")}>
      <Select
        label={t("source")}
        data={offered(sources).map(({ id, name }) => ({ value: id, label: name }))}
        value={source}
        onChange={setSource}
        searchable
      />
      <Select
        label={t("costs.campaign")}
        data={of.map(({ id, name }) => ({ value: id, label: name }))}
        value={campaign}
        onChange={setCampaign}
        clearable
        searchable
      />
      <TextInput
        type="date"
        label={t("starts")}
        value={starts}
        onChange={(event) => {
          setStarts(event.currentTarget.value);
          setEnds(monthEnd(event.currentTarget.value));
        }}
      />
      <TextInput
        type="date"
        label={t("ends")}
        value={ends}
        onChange={(event) => setEnds(event.currentTarget.value)}
      />
      <MoneyInput
        label={t("costs.amount")}
        value={amount}
        onChange={setAmount}
        currency={workspace.currency}
      />
      <Button type="submit" loading={add.isPending} disabled={!source || !amount}>
        {t("add")}
      </Button>
      {add.error ? (
        <p className={style.wrong} role="alert">
          {explain(t)(add.error)}
        </p>
      ) : null}
    </form>
  );
}
