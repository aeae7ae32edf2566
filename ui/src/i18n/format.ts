export interface Money {
  amount: number;
  currency: string;
}

/** Everything that depends on the reader's locale or the workspace's zone goes through here. */
export interface Format {
  locale: string;
  number(value: number): string;
  percent(value: number): string;
  /** Whole amounts drop their cents; `€ 12.400`, but `€ 12,50`. */
  money(value: Money): string;
  /** For tight places: `€ 140K`. */
  moneyShort(value: Money): string;
  /** A calendar day, `2026-11-21`; year only when it is not this one. */
  date(day: string): string;
  dateTime(instant: string): string;
  time(instant: string): string;
  /** The workspace's calendar day of an instant, as `2026-11-21`. */
  dayOf(instant: string): string;
  today(): string;
  /** `3 days ago`, `in 2 hours`. */
  relative(instant: string): string;
  /** Whole days from today, for a day: `today`, `tomorrow`, `3 days ago`. */
  relativeDay(day: string): string;
  list(items: string[]): string;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

export function fractionDigits(currency: string): number {
  return (
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
      .maximumFractionDigits ?? 2
  );
}

/** Country flavour from the browser (`nl-BE`), language from the person. */
export function localeFor(
  language: string,
  asked: readonly string[] = navigator.languages,
): string {
  return asked.find((tag) => tag.slice(0, 2) === language) ?? language;
}

export function createFormat(
  locale: string,
  zone: string,
  now: () => Date = () => new Date(),
): Format {
  const plain = new Intl.NumberFormat(locale);
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const clock = new Intl.DateTimeFormat(locale, {
    hour: "numeric",
    minute: "2-digit",
    timeZone: zone,
  });
  const isoDay = new Intl.DateTimeFormat("sv-SE", { timeZone: zone });
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const cache = new Map<string, Intl.NumberFormat>();

  const currencyFormat = (currency: string, whole: boolean, compact: boolean) => {
    const key = `${currency}${whole}${compact}`;
    let format = cache.get(key);
    if (!format) {
      format = new Intl.NumberFormat(locale, {
        style: "currency",
        currency,
        ...(compact ? { notation: "compact", maximumSignificantDigits: 3 } : {}),
        ...(whole && !compact ? { maximumFractionDigits: 0 } : {}),
      });
      cache.set(key, format);
    }
    return format;
  };
  const major = ({ amount, currency }: Money) => amount / 10 ** fractionDigits(currency);

  const dayOf = (instant: string) => isoDay.format(new Date(instant));
  const today = () => isoDay.format(now());
  // Calendar days are formatted in UTC on purpose: they have no zone.
  const dayFormat = (day: string) =>
    new Intl.DateTimeFormat(locale, {
      day: "numeric",
      month: "short",
      timeZone: "UTC",
      ...(day.slice(0, 4) === today().slice(0, 4) ? {} : { year: "numeric" }),
    });
  const date = (day: string) => dayFormat(day).format(new Date(`${day.slice(0, 10)}T00:00:00Z`));
  const time = (instant: string) => clock.format(new Date(instant));

  return {
    locale,
    number: (value) => plain.format(value),
    percent: (value) => share.format(value),
    money: (value) => {
      const whole = value.amount % 10 ** fractionDigits(value.currency) === 0;
      return currencyFormat(value.currency, whole, false).format(major(value));
    },
    moneyShort: (value) => currencyFormat(value.currency, false, true).format(major(value)),
    date,
    time,
    dateTime: (instant) => `${date(dayOf(instant))} ${time(instant)}`,
    dayOf,
    today,
    relative: (instant) => {
      const seconds = (new Date(instant).getTime() - now().getTime()) / 1000;
      for (const [unit, size] of STEPS) {
        if (Math.abs(seconds) >= size) return ago.format(Math.trunc(seconds / size), unit);
      }
      return ago.format(0, "second");
    },
    relativeDay: (day) => {
      const days = (Date.parse(day.slice(0, 10)) - Date.parse(today())) / 86_400_000;
      if (Math.abs(days) < 31) return ago.format(days, "day");
      if (Math.abs(days) < 365) return ago.format(Math.trunc(days / 30), "month");
      return ago.format(Math.trunc(days / 365), "year");
    },
    list: (items) => new Intl.ListFormat(locale, { type: "conjunction" }).format(items),
  };
}
