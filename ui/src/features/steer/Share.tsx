import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDeviceTv, IconLink, IconShare2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/http";
import type { Numbers } from "@/api/types";
import { showError } from "@/app/errors";
import { stringifySearch } from "@/app/search";
import { A } from "@/components/A";
import { toast } from "@/components/toast";
import { useNarrow } from "@/components/useNarrow";
import { carried } from "./question";
import { useSteering } from "./useSteer";

/** What can be done with the numbers as they stand here: send them to somebody, or hang them on the wall. */
export function Share({ numbers }: { numbers: Pick<Numbers, "period" | "as_of"> | undefined }) {
  const { t } = useTranslation("steer");
  const { steering } = useSteering();
  const narrow = useNarrow();
  const copy = async () => {
    if (!numbers) return;
    try {
      // The last event there is: what is recorded later does not change what the link shows.
      const { seq } = await get<{ seq: number }>("/deals", { query: { limit: 1 } });
      const fixed = stringifySearch({
        ...steering,
        period: numbers.period,
        as_of: steering.as_of ?? numbers.as_of,
        known_at: steering.known_at ?? seq,
      });
      await navigator.clipboard.writeText(
        `${window.location.origin}${window.location.pathname}${fixed}`,
      );
      toast(t("share.copied"));
    } catch (error) {
      showError(error);
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        {narrow ? (
          <ActionIcon aria-label={t("share.title")} disabled={!numbers}>
            <IconShare2 size={18} stroke={1.5} aria-hidden />
          </ActionIcon>
        ) : (
          <Button
            variant="subtle"
            color="gray"
            disabled={!numbers}
            leftSection={<IconShare2 size={16} stroke={1.5} aria-hidden />}
          >
            {t("share.title")}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconLink size={16} stroke={1.5} aria-hidden />}
          onClick={() => void copy()}
        >
          {t("share.link")}
        </Menu.Item>
        <Menu.Item
          component={A}
          href={`/steer/wall${stringifySearch({ ...carried(steering), as_of: undefined, known_at: undefined })}`}
          leftSection={<IconDeviceTv size={16} stroke={1.5} aria-hidden />}
        >
          {t("share.wall")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
