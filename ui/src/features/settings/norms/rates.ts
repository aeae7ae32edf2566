export interface RateLine {
  currency: string;
  date: string;
  rate: string;
}

export interface ReadRates {
  items: RateLine[];
  /** Numbers of the lines that could not be read, from 1. */
  wrong: number[];
}

function dayOf(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const local = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text);
  const [year, month, day] = iso
    ? [iso[1], iso[2], iso[3]]
    : local
      ? [local[3], local[2], local[1]]
      : [];
  if (!year || !month || !day) return null;
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return Number.isNaN(Date.parse(date)) ? null : date;
}

/** Plain digits with a point: `1.0834`, also from `1,0834`; the other way round when asked. */
function rateOf(text: string, invert: boolean): string | null {
  const plain = text.replace(",", ".");
  if (!/^\d*\.?\d+$/.test(plain) || !(Number(plain) > 0)) return null;
  // Digits are left as they came, unless they have to be counted out.
  return invert ? String(Number((1 / Number(plain)).toPrecision(10))) : plain.replace(/^\./, "0.");
}

/**
 * Rates from pasted lines or a file: a day, a currency and a rate on each, in any order, between tabs,
 * semicolons or commas. A first line with names is passed over. The last one of a day counts.
 */
export function readRates(text: string, invert: boolean): ReadRates {
  const found = new Map<string, RateLine>();
  const wrong: number[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (!line.trim()) continue;
    const separator = line.includes("\t") ? "\t" : line.includes(";") ? ";" : /,|\s+/;
    const cells = line.split(separator).map((cell) => cell.trim().replaceAll(/^"|"$/g, ""));
    const date = cells.map(dayOf).find((day) => day !== null);
    const currency = cells.find((cell) => /^[A-Za-z]{3}$/.test(cell))?.toUpperCase();
    const rest = cells.filter((cell) => dayOf(cell) === null && !/^[A-Za-z]{3}$/.test(cell));
    const rate = rest.map((cell) => rateOf(cell, invert)).find((one) => one !== null);
    if (date && currency && rate) found.set(`${currency} ${date}`, { currency, date, rate });
    else if (at > 0 || /\d/.test(line)) wrong.push(at + 1);
  }
  return { items: [...found.values()], wrong };
}
