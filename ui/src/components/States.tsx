import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ComponentType, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import style from "./States.module.css";

interface EmptyProps {
  icon?: ComponentType<{ size?: number; stroke?: number }>;
  title: string;
  /** One sentence: what this is for. */
  children?: ReactNode;
  /** The one thing to do. */
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, action }: EmptyProps) {
  return (
    <section className={style.state}>
      {Icon ? <Icon size={28} stroke={1.5} aria-hidden /> : null}
      <h2>{title}</h2>
      {children ? <p>{children}</p> : null}
      {action}
    </section>
  );
}

interface ErrorProps {
  /** What happened, what is safe, what to do. */
  title: string;
  children?: ReactNode;
  onRetry?: () => void;
}

export function ErrorState({ title, children, onRetry }: ErrorProps) {
  const { t } = useTranslation();
  return (
    <section className={style.state} role="alert">
      <IconAlertTriangle size={28} stroke={1.5} className={style.wrong} aria-hidden />
      <h2>{title}</h2>
      {children ? <p>{children}</p> : null}
      {onRetry ? (
        <Button variant="default" onClick={onRetry}>
          {t("error.retry")}
        </Button>
      ) : null}
    </section>
  );
}
