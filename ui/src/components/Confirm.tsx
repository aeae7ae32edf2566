import { createContext, lazy, type ReactNode, Suspense, use, useCallback, useState } from "react";

const ConfirmDialog = lazy(() => import("./ConfirmDialog"));

export interface Question {
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
      {open ? (
        <Suspense>
          <ConfirmDialog question={open.question} onAnswer={close} />
        </Suspense>
      ) : null}
    </ConfirmContext>
  );
}
