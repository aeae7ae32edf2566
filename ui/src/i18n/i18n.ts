import i18next, { type Resource } from "i18next";
import { initReactI18next } from "react-i18next";

export const LANGUAGES = ["nl", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

const STORED = "trechter.language";

// One chunk per language: each feature keeps its own words in lang/<language>.json.
const load: Record<Language, () => Promise<{ words: Resource[string] }>> = {
  nl: () => import("./nl"),
  en: () => import("./en"),
};

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.includes(value as Language);
}

/** What this browser chose before, else what it asks for, else English. */
export function preferredLanguage(): Language {
  const stored = readStored();
  if (stored) return stored;
  const asked = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage);
  return asked ?? "en";
}

export async function startLanguage(language: Language = preferredLanguage()): Promise<void> {
  const { words } = await load[language]();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: words },
    defaultNS: "common",
    interpolation: { escapeValue: false },
    returnEmptyString: false,
  });
  document.documentElement.lang = language;
}

/** Whether a language was chosen in this browser. */
export function hasChosenLanguage(): boolean {
  return readStored() !== null;
}

/** Speaks a language, until another is chosen. */
export async function showLanguage(language: Language): Promise<void> {
  if (i18next.language === language) return;
  const { words } = await load[language]();
  for (const [namespace, bundle] of Object.entries(words)) {
    i18next.addResourceBundle(language, namespace, bundle, true, true);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Speaks a language and remembers it in this browser. */
export async function changeLanguage(language: Language): Promise<void> {
  await showLanguage(language);
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
}

function readStored(): Language | null {
  try {
    const value = localStorage.getItem(STORED);
    return isLanguage(value) ? value : null;
  } catch {
    return null;
  }
}
