import { Button, Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import { useBulk } from "@/api/records";
import type { Bulk, RecordKind } from "@/api/types";
import { Frozen } from "@/components/Frozen";
import style from "./BulkBar.module.css";
import { useUndoToast } from "./useUndoToast";
import { useWhyNot } from "./useWhyNot";

interface Props {
  kind: RecordKind;
  ids: string[];
  onDone: () => void;
}

/** The most records one request may change. */
const MOST = 1000;

/** What can be done with the chosen rows, in place of the filters. */
export function BulkBar({ kind, ids, onDone }: Props) {
  const { t } = useTranslation("records");
  const { t: common } = useTranslation();
  const catalogue = useCatalogue();
  const bulk = useBulk(kind);
  const undoToast = useUndoToast();
  const why = useWhyNot();
  const run = async (change: Bulk["change"]) => {
    const { data, seq } = await bulk.mutateAsync({ ids: ids.slice(0, MOST), mode: "each", change });
    onDone();
    const refused = data.refused.length;
    const done = t("bulk.done", { count: data.changed.length });
    undoToast(refused ? `${done} ${t("bulk.refused", { count: refused })}` : done, seq);
  };

  return (
    <div className={style.bar} role="toolbar" aria-label={t("bulk.title")}>
      <Frozen why={why}>
        <strong>{t("bulk.chosen", { count: ids.length })}</strong>
        <Menu>
          <Menu.Target>
            <Button variant="default" size="compact-sm" disabled={bulk.isPending}>
              {t("bulk.assign")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {catalogue.members
              .filter((member) => member.active)
              .map((member) => (
                <Menu.Item
                  key={member.id}
                  onClick={() => void run({ patch: { owner: member.id } })}
                >
                  {member.name}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
        <Button
          variant="default"
          size="compact-sm"
          disabled={bulk.isPending}
          onClick={() => void run("remove")}
        >
          {t("bulk.remove")}
        </Button>
      </Frozen>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={onDone}>
        {common("cancel")}
      </Button>
    </div>
  );
}
