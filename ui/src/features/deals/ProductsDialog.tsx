import { ActionIcon, Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { isProblem } from "@/api/problem";
import { usePatch } from "@/api/records";
import type { Deal } from "@/api/types";
import { errorSentence } from "@/app/errors";
import { Dialog } from "@/components/Dialog";
import { MoneyInput } from "@/components/fields/MoneyInput";
import { NumberField } from "@/components/fields/NumberField";
import style from "./Products.module.css";

type Line = Deal["lines"][number];
/** A line with a name of its own while it is edited. */
type Draft = Line & { key: string };

const draft = (line: Line): Draft => ({ ...line, key: crypto.randomUUID() });
const EMPTY: Line = {
  product: null,
  description: null,
  quantity: "1",
  unit_price: 0,
  discount: "0",
};

export function ProductsDialog({ deal, onClose }: { deal: Deal; onClose: () => void }) {
  const { t } = useTranslation("deals");
  const { t: common } = useTranslation();
  const { workspace } = useCatalogue();
  const currency = deal.value?.currency ?? workspace.currency;
  const [lines, setLines] = useState<Draft[]>(() =>
    (deal.lines.length ? deal.lines : [EMPTY]).map(draft),
  );
  const patch = usePatch("deal");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const kept = lines
      .filter((line) => line.product || line.description || line.unit_price)
      .map(({ key: _, ...line }) => line);
    patch.mutate(
      { id: deal.id, version: deal.version, patch: { lines: kept } },
      { onSuccess: onClose },
    );
  };
  const problem = isProblem(patch.error) ? patch.error : null;

  return (
    <Dialog opened onClose={onClose} size="xl" title={t("lines.of", { title: deal.title })}>
      <form onSubmit={submit}>
        <Stack gap={12}>
          {lines.map((line, at) => (
            <LineRow
              key={line.key}
              line={line}
              currency={currency}
              labelled={at === 0}
              error={problem?.errors.find((one) => one.field.startsWith(`lines.${at}`))?.detail}
              onChange={(change) =>
                setLines((before) =>
                  before.map((one) => (one.key === line.key ? { ...one, ...change } : one)),
                )
              }
              onRemove={() => setLines((before) => before.filter((one) => one.key !== line.key))}
            />
          ))}
          {patch.error ? (
            <div role="alert" className={style.error}>
              {errorSentence(patch.error)}
            </div>
          ) : null}
          <Group justify="space-between">
            <Button
              variant="subtle"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => setLines((before) => [...before, draft(EMPTY)])}
            >
              {t("lines.another")}
            </Button>
            <Button type="submit" loading={patch.isPending}>
              {common("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

interface RowProps {
  line: Draft;
  currency: string;
  /** The first row names the columns; the others only speak them. */
  labelled: boolean;
  error: string | undefined;
  onChange: (change: Partial<Line>) => void;
  onRemove: () => void;
}

function LineRow({ line, currency, labelled, error, onChange, onRemove }: RowProps) {
  const { t } = useTranslation("deals");
  const products = useCatalogue().products.filter(
    (one) => !one.removed_at || one.id === line.product,
  );
  const name = (text: string) => (labelled ? { label: text } : { "aria-label": text });
  return (
    <div className={style.row}>
      <Select
        {...name(t("lines.product"))}
        data={products.map((one) => ({ value: one.id, label: one.name }))}
        value={line.product}
        onChange={(id) => {
          const price = products.find((one) => one.id === id)?.price;
          const known = price && price.currency === currency && !line.unit_price;
          onChange({ product: id, ...(known ? { unit_price: price.amount } : {}) });
        }}
        searchable
        clearable
        error={error}
      />
      <TextInput
        {...name(t("lines.description"))}
        value={line.description ?? ""}
        onChange={(event) => onChange({ description: event.currentTarget.value || null })}
      />
      <NumberField
        {...name(t("lines.quantity"))}
        value={Number(line.quantity)}
        decimalScale={4}
        onChange={(quantity) => onChange({ quantity: String(quantity ?? 0) })}
      />
      <MoneyInput
        {...name(t("lines.price"))}
        currency={currency}
        value={{ amount: line.unit_price, currency }}
        onChange={(price) => onChange({ unit_price: price?.amount ?? 0 })}
      />
      <NumberField
        {...name(t("lines.discount"))}
        value={Number(line.discount)}
        min={0}
        max={100}
        suffix=" %"
        onChange={(discount) => onChange({ discount: String(discount ?? 0) })}
      />
      <ActionIcon aria-label={t("lines.remove")} title={t("lines.remove")} onClick={onRemove}>
        <IconTrash size={16} stroke={1.5} aria-hidden />
      </ActionIcon>
    </div>
  );
}
