import { Button, Group, Modal, Text } from "@mantine/core";
import { createContext, type ReactNode, use, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

interface Question {
  title: string;
  /** What will happen, in words. */
  consequence: string;
  /** A verb: "Remove for ever", never "OK". */
  action: string;
  danger?: boolean;
}

type Ask = (question: Question) => Promise<boolean>;

const ConfirmContext = createContext<Ask>(async () => false);

/** Only for what cannot be undone; everything else gets a toast with undo. */
export function useConfirm(): Ask {
  return use(ConfirmContext);
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<{ question: Question; answer: (yes: boolean) => void } | null>(
    null,
  );
  const ask = useCallback<Ask>(
    (question) => new Promise((answer) => setOpen({ question, answer })),
    [],
  );
  const close = (yes: boolean) => {
    open?.answer(yes);
    setOpen(null);
  };

  return (
    <ConfirmContext value={ask}>
      {children}
      <Modal
        opened={open !== null}
        onClose={() => close(false)}
        title={open?.question.title}
        centered
      >
        <Text size="md">{open?.question.consequence}</Text>
        <Group justify="flex-end" mt={16} gap={8}>
          <Button variant="default" onClick={() => close(false)}>
            {t("confirm.keep")}
          </Button>
          <Button
            data-autofocus
            color={open?.question.danger ? "red" : "petrol"}
            onClick={() => close(true)}
          >
            {open?.question.action}
          </Button>
        </Group>
      </Modal>
    </ConfirmContext>
  );
}
