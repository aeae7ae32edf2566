import { Button, Kbd } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import style from "./Tools.module.css";

interface Props {
  onSearch: () => void;
  onAdd: () => void;
  /** Why nothing can be added; null when it can. */
  whyNot: string | null;
}

const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Search and quick add, at the right end of every top bar. */
export function Tools({ onSearch, onAdd, whyNot }: Props) {
  const { t } = useTranslation("shell");
  return (
    <div className={style.tools}>
      <button type="button" className={style.search} onClick={onSearch}>
        <IconSearch size={16} stroke={1.5} aria-hidden />
        {t("search")}
        <Kbd size="xs">{apple ? "⌘" : "Ctrl"} K</Kbd>
      </button>
      <Button
        onClick={onAdd}
        disabled={whyNot !== null}
        title={whyNot ?? undefined}
        leftSection={<IconPlus size={16} stroke={2} aria-hidden />}
        size="compact-md"
      >
        {t("new")}
      </Button>
    </div>
  );
}
