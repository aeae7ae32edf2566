import { cleanup } from "@testing-library/react";
import { afterEach, beforeAll } from "vitest";
import { startLanguage } from "@/i18n/i18n";

beforeAll(() => startLanguage("en"));
afterEach(() => cleanup());

// The test page has no layout; virtual lists need a height to show rows in.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => 600 },
  clientWidth: { configurable: true, get: () => 1000 },
});
