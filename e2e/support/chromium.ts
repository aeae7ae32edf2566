import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** The browser of the machine: `CHROMIUM`, or the first one on the PATH. Nothing is downloaded. */
export function chromium(): string {
  const given = process.env.CHROMIUM;
  if (given) return given;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(existsSync);
  if (!found) throw new Error("no Chromium on the PATH; install it, or set CHROMIUM to its program");
  return found;
}
