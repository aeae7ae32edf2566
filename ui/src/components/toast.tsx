import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import i18next from "i18next";

interface Undo {
  label: string;
  run: () => void;
}

/** Says what was done, and offers to take it back. */
export function toast(message: string, undo?: Undo): void {
  const id = notifications.show({
    autoClose: undo ? 8000 : 4000,
    withBorder: true,
    closeButtonProps: { "aria-label": i18next.t("close") },
    message: undo ? (
      <Group justify="space-between" wrap="nowrap" gap={12}>
        <span>{message}</span>
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            notifications.hide(id);
            undo.run();
          }}
        >
          {undo.label}
        </Button>
      </Group>
    ) : (
      message
    ),
  });
}

export function toastError(title: string, detail?: string): void {
  notifications.show({
    color: "red",
    withBorder: true,
    closeButtonProps: { "aria-label": i18next.t("close") },
    autoClose: 10_000,
    title,
    message: detail ?? "",
  });
}
