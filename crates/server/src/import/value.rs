//! Cells as values: numbers, amounts, dates and answers in every dress that exports wear.

use jiff::civil;
use jiff::tz::{Offset, TimeZone};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use trechter_domain::{Currency, Instant, Money};

use super::mapping::DateOrder;

/// A number as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    pub value: Decimal,
    pub currency: Option<Currency>,
    /// It ended in K, M or B: thousands, millions, milliards.
    pub scaled: bool,
}

/// Reads a number with its sign, currency and thousands marks: `$1,117.10K`, `€ 1.234,56`, `(12)`, `12%`.
pub fn number(text: &str, decimal: char) -> Option<Number> {
    let (rest, currency) = strip_currency(text.trim());
    let mut rest = rest.trim();
    let mut negative = false;
    if let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        negative = true;
        rest = inner.trim();
    }
    let (rest, inner_currency) = strip_currency(rest);
    let mut rest = rest.trim().trim_end_matches('%').trim();
    for mark in ['-', '−', '+'] {
        if let Some(inner) = rest.strip_prefix(mark).or_else(|| rest.strip_suffix(mark)) {
            negative |= mark != '+';
            rest = inner.trim();
            break;
        }
    }
    let (rest, last_currency) = strip_currency(rest);
    let (rest, scale) = strip_scale(rest.trim());
    let plain = plain_digits(rest, decimal)?;
    let mut value: Decimal = plain.parse().or_else(|_| Decimal::from_scientific(&plain)).ok()?;
    value = value.checked_mul(Decimal::from(scale))?;
    value.set_sign_negative(negative && !value.is_zero());
    Some(Number { value, currency: currency.or(inner_currency).or(last_currency), scaled: scale != 1 })
}

/// Takes a currency sign or code from either end.
fn strip_currency(text: &str) -> (&str, Option<Currency>) {
    const SIGNS: [(&str, &str); 8] = [
        ("US$", "USD"),
        ("€", "EUR"),
        ("$", "USD"),
        ("£", "GBP"),
        ("¥", "JPY"),
        ("₹", "INR"),
        ("zł", "PLN"),
        ("kr", "SEK"),
    ];
    for (sign, code) in SIGNS {
        let stripped = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign));
        if let Some(rest) = stripped {
            return (rest.trim(), Currency::parse(code));
        }
    }
    let is_code = |code: &str| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if let (Some(code), Some(rest)) = (text.get(..3), text.get(3..))
        && is_code(code)
        && !rest.trim().is_empty()
    {
        return (rest.trim(), Currency::parse(code));
    }
    if let Some(cut) = text.len().checked_sub(3).filter(|cut| *cut > 0 && text.is_char_boundary(*cut))
        && is_code(&text[cut..])
    {
        return (text[..cut].trim(), Currency::parse(&text[cut..]));
    }
    (text, None)
}

fn strip_scale(text: &str) -> (&str, i64) {
    for (marks, scale) in [(["K", "k"], 1_000), (["M", "m"], 1_000_000), (["B", "b"], 1_000_000_000)] {
        for mark in marks {
            if let Some(rest) = text.strip_suffix(mark)
                && rest.ends_with(|c: char| c.is_ascii_digit() || c == ' ')
            {
                return (rest.trim(), scale);
            }
        }
    }
    (text, 1)
}

/// Digits with a point, without thousands marks. `None` when something else is among them, or when a
/// thousands mark does not stand before three digits.
fn plain_digits(text: &str, decimal: char) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut fraction = false;
    let mut exponent = false;
    let chars: Vec<char> = text.chars().collect();
    if !chars.first()?.is_ascii_digit() && chars.first() != Some(&decimal) {
        return None;
    }
    for (i, c) in chars.iter().copied().enumerate() {
        match c {
            '0'..='9' => plain.push(c),
            _ if c == decimal && !fraction => {
                fraction = true;
                plain.push('.');
            }
            'e' | 'E' if !exponent && i > 0 => {
                exponent = true;
                fraction = true;
                plain.push('e');
            }
            '+' | '-' if exponent && matches!(chars.get(i - 1), Some('e' | 'E')) => plain.push(c),
            '.' | ',' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}' if !fraction => {
                let digits = chars[i + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
                if digits != 3 {
                    return None;
                }
            }
            _ => return None,
        }
    }
    plain.chars().any(|c| c.is_ascii_digit()).then_some(plain)
}

/// An amount in minor units, rounded half to even.
pub fn money(number: &Number, fallback: Currency) -> Option<Money> {
    let currency = number.currency.unwrap_or(fallback);
    let factor = Decimal::from(10i64.pow(currency.minor_digits()));
    let amount = number.value.checked_mul(factor)?.round_dp(0).to_i64()?;
    let money = Money::new(amount, currency);
    money.in_range().then_some(money)
}

/// A day, and the time of day when the cell has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub day: civil::Date,
    pub time: Option<civil::Time>,
    pub offset: Option<Offset>,
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.time {
            Some(time) => write!(f, "{} {time}", self.day),
            None => write!(f, "{}", self.day),
        }
    }
}

impl Moment {
    /// The instant: without an offset in the given zone, without a time at its midnight.
    pub fn instant(&self, zone: &TimeZone) -> Option<Instant> {
        let at = self.day.to_datetime(self.time.unwrap_or(civil::Time::midnight()));
        let timestamp = match self.offset {
            Some(offset) => offset.to_timestamp(at).ok()?,
            None => at.to_zoned(zone.clone()).ok()?.timestamp(),
        };
        Some(Instant::from_timestamp(timestamp))
    }
}

/// Reads a date, with or without time, in the given order. A year that stands first and a month that is
/// spelt out speak for themselves.
pub fn moment(text: &str, order: DateOrder) -> Option<Moment> {
    let text = text.trim();
    if order == DateOrder::Serial {
        return text.replace(',', ".").parse::<f64>().ok().and_then(from_serial);
    }
    let cut = date_end(text);
    let (date, rest) = text.split_at(cut);
    let parts: Vec<&str> =
        date.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let day = day_of(&parts, order)?;
    let (time, offset) = time_of(rest.trim_start_matches(['T', 't', ',', ' ', '-']).trim())?;
    Some(Moment { day, time, offset })
}

/// Where the date ends and a time begins: at the `T` after digits, or the space before `12:`.
fn date_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let Some(colon) = text.find(':') else { return text.len() };
    let start = text[..colon].rfind(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    if bytes.get(start).is_some_and(u8::is_ascii) { start } else { text.len() }
}

fn day_of(parts: &[&str], order: DateOrder) -> Option<civil::Date> {
    // A weekday before the date says nothing new.
    let parts = match parts {
        [first, rest @ ..]
            if rest.len() >= 3 && month_named(first).is_none() && first.chars().all(char::is_alphabetic) =>
        {
            rest
        }
        parts => parts,
    };
    let [a, b, c] = match parts {
        [a, b, c] => [*a, *b, *c],
        [all] if all.len() == 8 && all.bytes().all(|byte| byte.is_ascii_digit()) => {
            [all.get(..4)?, all.get(4..6)?, all.get(6..)?]
        }
        _ => return None,
    };
    let number = |text: &str| -> Option<i32> {
        let digits = text.trim_end_matches(|c: char| c.is_alphabetic());
        if digits.len() > 4 { None } else { digits.parse().ok() }
    };
    let (year, month, day) = if let Some(month) = month_named(b) {
        let (first, last) = (number(a)?, number(c)?);
        if a.len() == 4 { (first, month, last) } else { (last, month, first) }
    } else if let Some(month) = month_named(a) {
        (number(c)?, month, number(b)?)
    } else {
        let (first, second, third) = (number(a)?, number(b)?, number(c)?);
        match order {
            _ if a.len() == 4 => (first, second, third),
            DateOrder::Ymd => (first, second, third),
            DateOrder::Mdy => (third, first, second),
            DateOrder::Dmy | DateOrder::Serial => (third, second, first),
        }
    };
    let year = match year {
        0..=69 => year + 2_000,
        70..=99 => year + 1_900,
        year => year,
    };
    civil::Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// The number of a month by its English, Dutch, German or French name or its first letters.
fn month_named(text: &str) -> Option<i32> {
    const MONTHS: [&[&str]; 12] = [
        &["jan"],
        &["feb", "fév"],
        &["mar", "maa", "mrt", "mär"],
        &["apr", "avr"],
        &["may", "mei", "mai"],
        &["jun", "juin"],
        &["jul", "juil"],
        &["aug", "aoû"],
        &["sep"],
        &["oct", "okt"],
        &["nov"],
        &["dec", "dez", "déc"],
    ];
    if !text.chars().next()?.is_alphabetic() {
        return None;
    }
    let lower = text.to_lowercase();
    let long =
        MONTHS.iter().position(|names| names.iter().any(|name| name.len() > 3 && lower.starts_with(name)));
    let found =
        long.or_else(|| MONTHS.iter().position(|names| names.iter().any(|name| lower.starts_with(name))))?;
    Some(found as i32 + 1)
}

/// `None` when what stands there is not a time.
fn time_of(text: &str) -> Option<(Option<civil::Time>, Option<Offset>)> {
    if text.is_empty() {
        return Some((None, None));
    }
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(text.len());
    let (clock, rest) = text.split_at(end);
    let mut parts = clock.split(':');
    let mut hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = parts.next()?.parse().ok()?;
    let (second, nano) = match parts.next() {
        None => (0, 0),
        Some(text) => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
            let digits: String = fraction.chars().chain("000000000".chars()).take(9).collect();
            (whole.parse().ok()?, digits.parse().ok()?)
        }
    };
    let mut rest = rest.trim();
    let lower = rest.to_lowercase();
    if lower.starts_with("am") || lower.starts_with("pm") {
        hour = match (hour, lower.starts_with("pm")) {
            (12, false) => 0,
            (1..=11, true) => hour + 12,
            (hour, _) => hour,
        };
        rest = rest.get(2..)?.trim();
    }
    let time = civil::Time::new(hour, minute, second, nano).ok()?;
    Some((Some(time), offset_of(rest)?))
}

fn offset_of(text: &str) -> Option<Option<Offset>> {
    match text {
        "" => return Some(None),
        "Z" | "z" | "UTC" | "GMT" => return Some(Some(Offset::UTC)),
        _ => {}
    }
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes): (i32, i32) = match digits.len() {
        2 => (digits.parse().ok()?, 0),
        4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        _ => return None,
    };
    Offset::from_seconds(sign * (hours * 3_600 + minutes * 60)).ok().map(Some)
}

/// Days since 1899-12-30, as spreadsheets count; the fraction is the time of day.
pub fn from_serial(serial: f64) -> Option<Moment> {
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let seconds = (serial.fract() * 86_400.0).round() as i64;
    let start = civil::date(1899, 12, 30).at(0, 0, 0, 0);
    let span = jiff::Span::new().try_days(serial.trunc() as i64).ok()?.try_seconds(seconds).ok()?;
    let at = start.checked_add(span).ok()?;
    Some(Moment { day: at.date(), time: (seconds > 0).then(|| at.time()), offset: None })
}

/// Yes or no, in several languages and in numbers.
pub fn yes_no(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "t" | "1" | "1.0" | "ja" | "j" | "waar" | "x" | "oui" | "wahr" => Some(true),
        "no" | "n" | "false" | "f" | "0" | "0.0" | "nee" | "onwaar" | "non" | "nein" | "falsch" => {
            Some(false)
        }
        _ => None,
    }
}

/// An id as it is compared: `2440.0`, as spreadsheets leave it, is `2440`.
pub fn id(text: &str) -> &str {
    let text = text.trim();
    match text.strip_suffix(".0") {
        Some(whole) if !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit()) => whole,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_in_every_dress() {
        for (text, decimal, value, currency) in [
            ("$22,700.00", '.', "22700.00", Some("USD")),
            ("$1,117.10K", '.', "1117100.00", Some("USD")),
            ("€ 1.234,56", ',', "1234.56", Some("EUR")),
            ("1 234,5", ',', "1234.5", None),
            ("EUR 12", '.', "12", Some("EUR")),
            ("12 USD", '.', "12", Some("USD")),
            ("(1,000)", '.', "-1000", None),
            ("($5.00)", '.', "-5.00", Some("USD")),
            ("-$5", '.', "-5", Some("USD")),
            ("12-", '.', "-12", None),
            ("45%", '.', "45", None),
            ("3.5M", '.', "3500000.0", None),
            ("1'000.5", '.', "1000.5", None),
            ("0", '.', "0", None),
            (".5", '.', "0.5", None),
            ("1e3", '.', "1000", None),
        ] {
            let read = number(text, decimal).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(read.value, value.parse().unwrap(), "{text}");
            assert_eq!(read.currency.map(|c| c.to_string()).as_deref(), currency, "{text}");
        }
        for (text, decimal) in [
            ("", '.'),
            ("abc", '.'),
            ("1.5", ','),
            ("1,5", '.'),
            ("12 apples", '.'),
            ("1,23,456", '.'),
            ("-", '.'),
            ("K", '.'),
        ] {
            assert_eq!(number(text, decimal), None, "{text}");
        }
    }

    #[test]
    fn amounts_are_in_minor_units() {
        let read = number("1,117.105", '.').unwrap();
        assert_eq!(money(&read, Currency::EUR).unwrap().amount, 111_710);
        let yen = number("¥1,200", '.').unwrap();
        assert_eq!(money(&yen, Currency::EUR).unwrap(), Money::new(1_200, Currency::parse("JPY").unwrap()));
        assert_eq!(money(&number("9e20", '.').unwrap(), Currency::EUR), None, "too large");
    }

    #[test]
    fn dates_in_every_dress() {
        use DateOrder::{Dmy, Mdy, Serial, Ymd};
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        for (text, order, expected) in [
            ("2017-03-01", Ymd, "2017-02-28T23:00:00.000Z"),
            ("15 Apr, 2021 00:03:00", Dmy, "2021-04-14T22:03:00.000Z"),
            ("02/24/26 02:18 AM", Mdy, "2026-02-24T01:18:00.000Z"),
            ("02/23/26 08:55 PM", Mdy, "2026-02-23T19:55:00.000Z"),
            ("2019-07-13T01:44:30.000+0000", Ymd, "2019-07-13T01:44:30.000Z"),
            ("2019-07-13T01:44:30Z", Dmy, "2019-07-13T01:44:30.000Z"),
            ("2021-04-15 23:03:00", Mdy, "2021-04-15T21:03:00.000Z"),
            ("1-3-2026", Dmy, "2026-02-28T23:00:00.000Z"),
            ("3/1/2026", Mdy, "2026-02-28T23:00:00.000Z"),
            ("1 maart 2026", Dmy, "2026-02-28T23:00:00.000Z"),
            ("March 1st, 2026", Mdy, "2026-02-28T23:00:00.000Z"),
            ("Sun, 1 Mar 2026 10:00", Dmy, "2026-03-01T09:00:00.000Z"),
            ("45631", Serial, "2024-12-04T23:00:00.000Z"),
            ("45631.5", Serial, "2024-12-05T11:00:00.000Z"),
            ("20260301", Ymd, "2026-02-28T23:00:00.000Z"),
        ] {
            let read = moment(text, order).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(read.instant(&zone).unwrap().to_string(), expected, "{text}");
        }
        for (text, order) in
            [("13/01/2026", Mdy), ("2026-02-30", Ymd), ("soon", Dmy), ("", Ymd), ("12:00", Ymd), ("1-2", Dmy)]
        {
            assert_eq!(moment(text, order), None, "{text}");
        }
    }

    #[test]
    fn ids_lose_what_spreadsheets_add() {
        for (text, expected) in
            [("2440.0", "2440"), ("2440", "2440"), ("v1.0", "v1.0"), (" a ", "a"), (".0", ".0")]
        {
            assert_eq!(id(text), expected);
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "\\PC{0,40}|[0-9.,:/ TAPM$€KZ+()-]{0,30}", decimal in prop::sample::select(vec!['.', ','])) {
            if let Some(read) = number(&text, decimal) {
                let _amount = money(&read, Currency::EUR);
            }
            for order in [DateOrder::Ymd, DateOrder::Dmy, DateOrder::Mdy, DateOrder::Serial] {
                if let Some(at) = moment(&text, order) {
                    let _instant = at.instant(&TimeZone::UTC);
                }
            }
            let _flag = yes_no(&text);
            let _id = id(&text);
        }

        #[test]
        fn reading_files_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _sheets = crate::import::read::sheets("x.csv", &bytes, &mut Default::default(), &|_| Default::default());
            let zipped = [b"PK\x03\x04".as_slice(), &bytes].concat();
            let _sheets = crate::import::read::sheets("x.xlsx", &zipped, &mut Default::default(), &|_| Default::default());
        }
    }
}
