import "@fontsource-variable/inter/wght.css";
import "./theme/mantine.css";
import "./theme/theme.css";
import "./theme/print.css";
import i18next from "i18next";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { setApiLanguage } from "./api/http";
import { App } from "./app/App";
import { startLanguage } from "./i18n/i18n";

await startLanguage();
setApiLanguage(i18next.language);
i18next.on("languageChanged", setApiLanguage);

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
