import { ActionIcon, Checkbox, Popover, Stack } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

interface Props {
  columns: { id: string; header: string }[];
  shown: string[];
  onChange: (shown: string[]) => void;
}

/** Which columns a list shows; the first one always does. */
export function ColumnChoice({ columns, shown, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end">
      <Popover.Target>
        <ActionIcon aria-label={t("table.columns")} title={t("table.columns")}>
          <IconColumns3 size={18} stroke={1.5} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown mah={420} style={{ overflowY: "auto" }}>
        <Stack gap={8}>
          {columns.map((column, at) => (
            <Checkbox
              key={column.id}
              label={column.header}
              checked={at === 0 || shown.includes(column.id)}
              disabled={at === 0}
              onChange={(event) =>
                onChange(
                  columns
                    .map((one) => one.id)
                    .filter((id) =>
                      id === column.id ? event.currentTarget.checked : shown.includes(id),
                    ),
                )
              }
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
