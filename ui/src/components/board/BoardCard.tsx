import { useDraggable } from "@dnd-kit/react";
import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconGripVertical } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import style from "./Board.module.css";
import type { Column } from "./drop";

interface Props<Card> {
  id: string;
  title: string;
  column: Column<Card>;
  columns: Column<Card>[];
  /** In the hand right now. */
  held: boolean;
  /** Why it cannot be moved. */
  fixed: string | null;
  onMove: (column: string) => void;
  children: (tools: ReactNode) => ReactNode;
}

export function BoardCard<Card>(props: Props<Card>) {
  const { id, title, column, columns, held, fixed, onMove, children } = props;
  const { t } = useTranslation();
  const drag = useDraggable({ id, type: "card", disabled: fixed !== null });

  const tools = fixed ? null : (
    <div className={style.tools}>
      <button
        ref={drag.handleRef}
        type="button"
        data-handle
        className={style.handle}
        aria-label={t("board.lift", { card: title })}
        aria-roledescription={t("board.movable")}
      >
        <IconGripVertical size={14} stroke={1.5} aria-hidden />
      </button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            size={24}
            aria-label={t("board.move_to", { card: title })}
            title={t("board.move")}
          >
            <IconDots size={14} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("board.move")}</Menu.Label>
          {columns.map((one) => (
            <Menu.Item key={one.id} disabled={one.id === column.id} onClick={() => onMove(one.id)}>
              {one.title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );

  return (
    <div ref={drag.ref} className={style.card} data-card={id} data-held={held || undefined}>
      {children(tools)}
    </div>
  );
}
