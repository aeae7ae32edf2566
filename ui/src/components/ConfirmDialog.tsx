import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import type { Question } from "./Confirm";

interface Props {
  question: Question;
  onAnswer: (yes: boolean) => void;
}

export default function ConfirmDialog({ question, onAnswer }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog opened onClose={() => onAnswer(false)} title={question.title} centered>
      <Text size="md">{question.consequence}</Text>
      <Group justify="flex-end" mt={16} gap={8}>
        <Button variant="default" onClick={() => onAnswer(false)}>
          {t("confirm.keep")}
        </Button>
        <Button
          data-autofocus
          color={question.danger ? "red" : "petrol"}
          onClick={() => onAnswer(true)}
        >
          {question.action}
        </Button>
      </Group>
    </Dialog>
  );
}
