import type { OpenHours } from "../setUp";

const clock = (minutes: number) =>
  `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;

/** `9:00–12:30, 13:00–17:00`. */
export const hoursText = (hours: readonly OpenHours[]): string =>
  hours.map(({ from, to }) => `${clock(from)}–${clock(to)}`).join(", ");

function minutes(text: string): number | null {
  const [, hour, , minute] = /^(\d{1,2})([:.h](\d{2})?)?$/.exec(text.trim()) ?? [];
  if (hour === undefined) return null;
  const total = Number(hour) * 60 + Number(minute ?? 0);
  return Number(minute ?? 0) < 60 && total <= 1440 ? total : null;
}

/** Hours as people type them: `9-17`, `8.30-12, 13-17:30`; null when they cannot be. */
export function readHours(text: string): OpenHours[] | null {
  const parts = text
    .split(/[,;+]/)
    .map((part) => part.trim())
    .filter(Boolean);
  const hours: OpenHours[] = [];
  for (const part of parts) {
    const [from, to, more] = part.split(/\s*[-–—]\s*/).map(minutes);
    const before = hours.at(-1)?.to ?? 0;
    if (from == null || to == null || more !== undefined || from >= to || from < before) {
      return null;
    }
    hours.push({ from, to });
  }
  return hours;
}
