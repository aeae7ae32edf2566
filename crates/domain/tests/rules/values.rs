//! Money, currencies, lines, places on the board.

use proptest::prelude::*;
use rust_decimal::Decimal;
use trechter_domain::board::{rank_between, rank_of_drop, rank_on_top};
use trechter_domain::money::LARGEST_AMOUNT;
use trechter_domain::record::DealLine;
use trechter_domain::{Currency, Instant, Money};

#[test]
fn currencies_are_three_letters() {
    for (text, expected) in [
        ("EUR", Some("EUR")),
        (" usd ", Some("USD")),
        ("Eur", Some("EUR")),
        ("EU", None),
        ("EURO", None),
        ("E1R", None),
        ("", None),
        ("€", None),
        ("éur", None),
    ] {
        let currency = Currency::parse(text);
        assert_eq!(currency.as_ref().map(Currency::as_str), expected, "{text}");
    }
    for (code, digits) in [("EUR", 2), ("JPY", 0), ("KWD", 3), ("XXX", 2)] {
        assert_eq!(Currency::parse(code).unwrap().minor_digits(), digits, "{code}");
    }
}

#[test]
fn money_is_read_as_it_is_written_and_nothing_else() {
    let money = Money::new(-1_240_000, Currency::EUR);
    let text = serde_json::to_string(&money).unwrap();
    assert_eq!(text, r#"{"amount":-1240000,"currency":"EUR"}"#);
    assert_eq!(serde_json::from_str::<Money>(&text).unwrap(), money);
    for wrong in [
        r#"{"amount":1}"#,
        r#"{"amount":1.5,"currency":"EUR"}"#,
        r#"{"amount":"1","currency":"EUR"}"#,
        r#"{"amount":1,"currency":"EUR","cents":0}"#,
        "5",
        r#"{"amount":9223372036854775808,"currency":"EUR"}"#,
    ] {
        assert!(serde_json::from_str::<Money>(wrong).is_err(), "{wrong}");
    }
    assert!(Money::new(LARGEST_AMOUNT, Currency::EUR).in_range());
    assert!(!Money::new(-LARGEST_AMOUNT - 1, Currency::EUR).in_range());
    assert!(!Money::new(i64::MIN, Currency::EUR).in_range(), "no overflow in asking");
}

#[test]
fn a_line_is_quantity_times_price_less_discount_rounded_half_to_even() {
    for (quantity, price, discount, expected) in [
        ("1", 100, "0", Some(100)),
        ("1.5", 1001, "10", Some(1351)),
        ("0.5", 1, "0", Some(0)),
        ("0.5", 3, "0", Some(2)),
        ("-2", 50, "0", Some(-100)),
        ("3", 333, "100", Some(0)),
        ("79228162514264337593543950335", 2, "0", None),
        ("9223372036854775807", 2, "0", None),
    ] {
        let line = DealLine {
            quantity: quantity.parse::<Decimal>().unwrap(),
            unit_price: price,
            discount: discount.parse().unwrap(),
            ..DealLine::default()
        };
        assert_eq!(line.amount(), expected, "{quantity} x {price} less {discount}%");
    }
}

proptest! {
    #[test]
    fn any_money_comes_back(amount in any::<i64>(), code in "[A-Za-z]{3}") {
        let money = Money::new(amount, Currency::parse(&code).unwrap());
        prop_assert_eq!(serde_json::from_str::<Money>(&serde_json::to_string(&money).unwrap()).unwrap(), money);
    }

    /// A card that is dropped on top or between two others ends there, whatever the clock says.
    #[test]
    fn a_drop_lands_where_it_was_dropped(
        early in 0..2_000_000_000_000i64,
        later in 0..2_000_000_000i64,
        now in 0..4_000_000_000_000i64,
    ) {
        let below = rank_on_top(Instant(early));
        let above = rank_on_top(Instant(early + later + 1));
        prop_assert!(above < below);
        let between = rank_of_drop(Some(&above), Some(&below), Instant(now));
        prop_assert!(above < between && between < below);
        let top = rank_of_drop(None, Some(&above), Instant(now));
        prop_assert!(top < above, "{top} {above}");
        let last = rank_of_drop(Some(&below), None, Instant(now));
        prop_assert!(last > below);
        prop_assert!(rank_between(None, Some(&top)) < top);
    }
}
