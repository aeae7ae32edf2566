import { Menu } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { call } from "@/api/http";
import { PATHS } from "@/api/records";
import { useMember } from "@/api/session";
import type { RecordKind } from "@/api/types";
import { useConfirm } from "@/components/Confirm";
import { toast } from "@/components/toast";

interface Props {
  kind: RecordKind;
  id: string;
  title: string;
}

/** Forgets the person behind a contact or lead, for ever; for those who see all records. */
export function ErasePerson({ kind, id, title }: Props) {
  const { t } = useTranslation("records");
  const me = useMember();
  const confirm = useConfirm();
  const client = useQueryClient();
  const erase = useMutation({
    mutationFn: () => call<unknown>("POST", `${PATHS[kind]}/${id}/erase`, { body: {} }),
    onSuccess: async () => {
      toast(t("erase.done"));
      await client.invalidateQueries();
    },
  });
  const may = me?.role === "owner" || (me?.role === "manager" && me.sees === "all");
  if (!may || (kind !== "contact" && kind !== "lead")) return null;

  const ask = async () => {
    const sure = await confirm({
      title: t("erase.sure", { title }),
      consequence: t("erase.consequence"),
      action: t("erase.action"),
      danger: true,
    });
    if (sure) erase.mutate();
  };
  return (
    <Menu.Item color="red" onClick={() => void ask()}>
      {t("erase.menu")}
    </Menu.Item>
  );
}
