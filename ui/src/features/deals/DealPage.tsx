import { Button } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { Deal, Refs } from "@/api/types";
import { Section } from "@/components/record/RecordLayout";
import { useFormat } from "@/i18n/FormatProvider";
import { Linked } from "@/records/Linked";
import { RecordFrame } from "@/records/RecordFrame";
import { Planned } from "@/records/Related";
import { Status } from "@/records/Status";
import { CloseDeal, type Closing } from "./CloseDeal";
import style from "./DealPage.module.css";
import { Products } from "./Products";
import { Results } from "./Results";
import { StageBar } from "./StageBar";

export default function DealPage() {
  const { id } = useParams({ from: "/app/deals/$id" });
  return (
    <RecordFrame
      kind="deal"
      id={id}
      parts={(deal, refs) => ({
        actions: <Actions deal={deal} />,
        lines: <Lines deal={deal} refs={refs} />,
        without: ["title", "stage", "status", "pipeline"],
        related: (
          <>
            <Planned filter={`deal:eq:${deal.id}`} />
            <Results deal={deal} />
            <Products deal={deal} />
            <Parties deal={deal} refs={refs} />
          </>
        ),
      })}
    />
  );
}

function Actions({ deal }: { deal: Deal }) {
  const { t } = useTranslation("deals");
  const [how, setHow] = useState<Closing | null>(null);
  return (
    <>
      {deal.status === "open" ? (
        <>
          <Button onClick={() => setHow("win")}>{t("win.action")}</Button>
          <Button variant="default" onClick={() => setHow("lose")}>
            {t("lose.action")}
          </Button>
        </>
      ) : (
        <Button variant="default" onClick={() => setHow("reopen")}>
          {t("reopen.action")}
        </Button>
      )}
      <CloseDeal deal={deal} how={how} onClose={() => setHow(null)} />
    </>
  );
}

function Lines({ deal, refs }: { deal: Deal; refs: Refs }) {
  const { t } = useTranslation("records");
  const format = useFormat();
  const owner = useCatalogue().members.find((one) => one.id === deal.owner);
  const party = [deal.company, deal.contact].filter((id) => id !== null);
  return (
    <>
      <p className={style.line}>
        <Status value={deal.status} label={t(`choice.status.${deal.status}`)} />
        {deal.value ? <strong>{format.money(deal.value)}</strong> : null}
        {party.map((id) => (
          <Linked key={id} id={id} refs={refs} />
        ))}
        {owner ? <span>{owner.name}</span> : null}
      </p>
      <StageBar deal={deal} />
    </>
  );
}

function Parties({ deal, refs }: { deal: Deal; refs: Refs }) {
  const { t } = useTranslation("records");
  const links = [
    ["company", deal.company],
    ["contact", deal.contact],
    ["lead", deal.lead],
  ] as const;
  return links.map(([kind, id]) =>
    id && refs[id] ? (
      <Section key={kind} title={t(`kind.${kind}`)}>
        <Linked id={id} refs={refs} />
      </Section>
    ) : null,
  );
}
