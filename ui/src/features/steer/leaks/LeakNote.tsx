import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { writeValue } from "@/numbers/figures";
import type { Words } from "@/numbers/notes";
import { ActionForm } from "../coaching/ActionForm";
import { type NamedLeak, oddsOf } from "./leak";

interface Props {
  named: NamedLeak;
  words: Words;
  onClose: () => void;
}

/** A leak as something to talk about, with its figures, on the list of whoever takes it up. */
export function LeakNote({ named, words, onClose }: Props) {
  const { t } = useTranslation("leaks");
  const { figures, format } = words;
  const { leak, stage, group } = named;
  const share = (value: number | null) => figures.value(value, "share");
  const { times, rare } = oddsOf(leak.p);
  const said = [
    t("note.text", {
      stage,
      group,
      rate: share(leak.rate.value),
      of: figures.fraction(leak.rate),
      rest: share(leak.rest.value),
      rest_of: figures.fraction(leak.rest),
    }),
    t(rare ? "odds_rare" : "odds", { times: format.number(times) }),
    t("note.worth", {
      value: figures.value(leak.recoverable.value, leak.recoverable.unit),
      least: figures.value(leak.at_least, leak.recoverable.unit),
    }),
    t("note.ask"),
  ];
  return (
    <Dialog opened onClose={onClose} title={t("note.open")} size="lg">
      <ActionForm
        owner={undefined}
        {...(leak.dimension === "owner" ? { suggested: writeValue(leak.value) } : {})}
        subject={t("note.subject", { stage, group })}
        body={said.join("\n")}
        onDone={onClose}
        onCancel={onClose}
      />
    </Dialog>
  );
}
