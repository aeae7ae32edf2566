//! What the cells of a column look like, so that their dress can be shown and corrected.

use std::collections::{HashMap, HashSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mapping::DateOrder;
use super::read::Sheet;
use super::value;

/// What most cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Looks {
    Empty,
    #[default]
    Text,
    Number,
    /// Numbers with a currency sign or code.
    Money,
    Date,
    YesNo,
    Email,
}

/// One column of a file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    pub name: String,
    /// Cells that are not empty.
    pub filled: usize,
    /// Different values, counted up to 10,000.
    pub distinct: usize,
    pub samples: Vec<String>,
    pub looks: Looks,
    /// For dates.
    pub date: Option<DateOrder>,
    /// For numbers.
    pub decimal: Option<char>,
    /// The cells fit more than one order of day and month, or more than one decimal sign.
    pub ambiguous: bool,
    /// Numbers end in K or M.
    pub scaled: bool,
    /// The commonest values, when there are few: value and rows.
    pub values: Vec<(String, usize)>,
}

/// Cells that are looked at.
const LOOKED_AT: usize = 3_000;
/// A column with at most this many values shows them all.
const FEW: usize = 60;

/// Looks at all columns of a file. `home` is the order of dates to believe when nothing else tells.
pub fn columns(sheet: &Sheet, home: DateOrder) -> Vec<Column> {
    let mut columns: Vec<Column> = (0..sheet.header.len()).map(|i| column(sheet, i, home)).collect();
    settle_dates(&mut columns);
    columns
}

fn column(sheet: &Sheet, index: usize, home: DateOrder) -> Column {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut order: Vec<&str> = Vec::new();
    let mut seen: HashSet<u64> = HashSet::new();
    let mut filled = 0;
    for row in &sheet.rows {
        let cell = row.cell(index);
        if cell.is_empty() {
            continue;
        }
        filled += 1;
        if seen.len() < 10_000 {
            seen.insert(hash(cell));
        }
        if let Some(count) = counts.get_mut(cell) {
            *count += 1;
        } else if counts.len() <= LOOKED_AT {
            counts.insert(cell, 1);
            order.push(cell);
        }
    }
    let shorten = |cell: &str| cell.chars().take(200).collect::<String>();
    let mut column = Column {
        name: sheet.header[index].clone(),
        filled,
        distinct: seen.len(),
        samples: order.iter().take(5).map(|cell| shorten(cell)).collect(),
        ..Column::default()
    };
    if seen.len() <= FEW {
        let mut values: Vec<(String, usize)> =
            order.iter().map(|cell| (shorten(cell), counts[cell])).collect();
        values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        column.values = values;
    }
    look(&mut column, &order, home);
    column
}

fn hash(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn look(column: &mut Column, cells: &[&str], home: DateOrder) {
    if cells.is_empty() {
        column.looks = Looks::Empty;
        return;
    }
    let most = |fits: usize| fits * 20 >= cells.len() * 19;
    if cells.len() <= 4 && cells.iter().all(|cell| value::yes_no(cell).is_some()) {
        column.looks = Looks::YesNo;
        return;
    }
    if most(cells.iter().filter(|cell| trechter_domain::record::is_email(cell)).count()) {
        column.looks = Looks::Email;
        return;
    }
    let fits = |order| cells.iter().filter(|cell| value::moment(cell, order).is_some()).count();
    let orders = [DateOrder::Ymd, DateOrder::Dmy, DateOrder::Mdy].map(|order| (order, fits(order)));
    let best = orders.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let plain_numbers =
        cells.iter().all(|cell| cell.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ','));
    // A wrong date is refused by itself, so a few do not make the others something else; numbers among
    // them do, for eight digits could be a date.
    let dated = best * 4 >= cells.len() * 3
        && cells.iter().filter(|cell| cell.chars().any(|c| !c.is_ascii_digit())).count() * 4
            >= cells.len() * 3;
    if (most(best) || dated) && !plain_numbers {
        column.looks = Looks::Date;
        let fitting: Vec<DateOrder> =
            orders.iter().filter(|(_, count)| *count == best).map(|(order, _)| *order).collect();
        let differ = |a: DateOrder, b: DateOrder| {
            cells.iter().any(|cell| value::moment(cell, a) != value::moment(cell, b))
        };
        column.ambiguous = fitting.windows(2).any(|pair| differ(pair[0], pair[1]));
        let year_first = |cell: &&str| cell.get(..4).is_some_and(|year| year.parse::<u16>().is_ok());
        let first = match (column.ambiguous, cells.iter().any(year_first)) {
            (true, _) => home,
            (false, true) => DateOrder::Ymd,
            (false, false) => DateOrder::Dmy,
        };
        column.date = fitting.iter().copied().find(|order| *order == first).or(fitting.first().copied());
        return;
    }
    look_at_numbers(column, cells, most);
}

fn look_at_numbers(column: &mut Column, cells: &[&str], most: impl Fn(usize) -> bool) {
    let read = |decimal| cells.iter().filter_map(|cell| value::number(cell, decimal)).collect::<Vec<_>>();
    let (point, comma) = (read('.'), read(','));
    let (decimal, best) = if comma.len() > point.len() { (',', &comma) } else { ('.', &point) };
    if !most(best.len()) {
        return;
    }
    let leading_zero = |cell: &&&str| {
        cell.len() > 1 && cell.starts_with('0') && cell.bytes().all(|byte| byte.is_ascii_digit())
    };
    if cells.iter().filter(leading_zero).count() > 0 {
        // Postal codes, phone numbers and article codes are no numbers.
        return;
    }
    column.looks =
        if best.iter().any(|number| number.currency.is_some()) { Looks::Money } else { Looks::Number };
    column.scaled = best.iter().any(|number| number.scaled);
    column.ambiguous = point.len() == comma.len()
        && point.iter().zip(&comma).any(|(point, comma)| point.value != comma.value);
    if column.ambiguous || point.iter().any(|number| number.value.scale() > 0) || decimal == ',' {
        column.decimal = Some(decimal);
    }
}

/// A date column that can be read in two ways follows another one of the file that cannot.
fn settle_dates(columns: &mut [Column]) {
    let sure = |column: &&Column| {
        column.looks == Looks::Date
            && !column.ambiguous
            && matches!(column.date, Some(DateOrder::Dmy | DateOrder::Mdy))
    };
    let numeric = |column: &Column| {
        column.samples.iter().all(|cell| !cell.chars().any(|c| c.is_alphabetic() && !"TZAPM".contains(c)))
    };
    let Some(known) =
        columns.iter().filter(sure).find(|column| numeric(column)).and_then(|column| column.date)
    else {
        return;
    };
    for column in columns.iter_mut().filter(|column| column.looks == Looks::Date && column.ambiguous) {
        column.date = Some(known);
        column.ambiguous = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read::{self, Wish};

    fn looked(text: &str) -> Vec<Column> {
        let sheets =
            read::sheets("x.csv", text.as_bytes(), &mut read::Budget::default(), &|_| Wish::default())
                .unwrap();
        columns(&sheets[0], DateOrder::Dmy)
    }

    fn one(cells: &[&str]) -> Column {
        looked(&format!("a;b\n{}", cells.iter().map(|cell| format!("{cell};x\n")).collect::<String>()))
            .remove(0)
    }

    #[test]
    fn dates_and_their_order_are_detected() {
        for (cells, order, ambiguous) in [
            (&["13/02/2026", "01/02/2026"][..], DateOrder::Dmy, false),
            (&["02/13/2026", "01/02/2026"], DateOrder::Mdy, false),
            (&["2026-02-13", "2026-01-02"], DateOrder::Ymd, false),
            (&["01/02/2026", "03/04/2026"], DateOrder::Dmy, true),
            (&["15 Apr, 2021 00:03:00"], DateOrder::Dmy, false),
            // One in four is wrong: it is refused by itself, and the others are dates.
            (&["13/02/2026", "14/03/2026", "01/04/2026", "32/13/2026"], DateOrder::Dmy, false),
            (&["02/13/2026", "03/14/2026", "01/04/2026", "n.a."], DateOrder::Mdy, false),
            (&["13/02/2026", "14/03/2026", "15/04/2026", "04/16/2026"], DateOrder::Dmy, false),
        ] {
            let column = one(cells);
            assert_eq!(
                (column.looks, column.date, column.ambiguous),
                (Looks::Date, Some(order), ambiguous),
                "{cells:?}"
            );
        }
    }

    #[test]
    fn an_ambiguous_date_follows_a_certain_one_of_the_same_file() {
        let columns = looked("a,b\n01/02/2026,02/13/2026\n03/04/2026,03/04/2026\n");
        assert_eq!((columns[0].date, columns[0].ambiguous), (Some(DateOrder::Mdy), false));
    }

    #[test]
    fn numbers_and_their_decimal_sign_are_detected() {
        for (cells, looks, decimal, ambiguous, scaled) in [
            (&["1.234,56", "0,5"][..], Looks::Number, Some(','), false, false),
            (&["1,234.56", "0.5"], Looks::Number, Some('.'), false, false),
            (&["$1,117.10K", "$5.70K"], Looks::Money, Some('.'), false, true),
            (&["12", "13"], Looks::Number, None, false, false),
            (&["1.234", "5.678"], Looks::Number, Some('.'), true, false),
            (&["0123", "4567"], Looks::Text, None, false, false),
            (&["Yes", "No"], Looks::YesNo, None, false, false),
            (&["a@b.nl"], Looks::Email, None, false, false),
            (&["red", "7"], Looks::Text, None, false, false),
        ] {
            let column = one(cells);
            assert_eq!(
                (column.looks, column.decimal, column.ambiguous, column.scaled),
                (looks, decimal, ambiguous, scaled),
                "{cells:?}"
            );
        }
    }
}
