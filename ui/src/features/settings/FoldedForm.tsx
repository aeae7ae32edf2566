import { Button } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api/problem";
import style from "./Access.module.css";
import { explain } from "./words";

interface Mutation {
  error: Error | null;
  isPending: boolean;
  reset: () => void;
}

interface Props {
  /** The name of the form, and the word on the button that unfolds it. */
  label: string;
  /** The word on the button, where it is another one. */
  opens?: string;
  icon?: ReactNode;
  /** The word on the button that sends it. */
  send: string;
  disabled?: boolean;
  sending: Mutation;
  /** Sends it; `done` folds it again. */
  onSubmit: (done: () => void) => void;
  children: ReactNode;
}

/** A button that becomes a form. What a field cannot say of an error is said above the buttons. */
export function FoldedForm(props: Props) {
  const { t } = useTranslation("settings");
  const { label, icon, send, disabled, sending } = props;
  const [open, setOpen] = useState(false);
  const fold = () => {
    setOpen(false);
    sending.reset();
  };
  if (!open) {
    return (
      <Button variant="default" mt={icon ? 12 : 0} leftSection={icon} onClick={() => setOpen(true)}>
        {props.opens ?? label}
      </Button>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit(fold);
  };
  const said = isProblem(sending.error) && sending.error.errors.length > 0;
  return (
    <form className={style.form} aria-label={label} onSubmit={submit}>
      {props.children}
      {sending.error && !said ? (
        <p role="alert" className={style.error}>
          {explain(t)(sending.error)}
        </p>
      ) : null}
      <div className={style.buttons}>
        <Button type="submit" loading={sending.isPending} disabled={disabled}>
          {send}
        </Button>
        <Button variant="default" onClick={fold}>
          {t("leave")}
        </Button>
      </div>
    </form>
  );
}
