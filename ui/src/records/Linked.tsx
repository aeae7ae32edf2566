import { useTranslation } from "react-i18next";
import type { Id, Refs } from "@/api/types";
import { A } from "@/components/A";
import { pageOf } from "./names";

interface Props {
  id: Id;
  refs: Refs;
}

/** Another record by its name, to be opened; in words when the reader may not open it. */
export function Linked({ id, refs }: Props) {
  const { t } = useTranslation("common");
  const ref = refs[id];
  if (!ref) return <span>…</span>;
  if (ref.hidden) return <span>{t("hidden_record")}</span>;
  return <A href={pageOf(ref.kind, id)}>{ref.title}</A>;
}
