//! Section 7: channels, what they cost and bring.

use serde_json::json;
use trechter_domain::catalogue::{Campaign, Spend};
use trechter_domain::event::Kind;
use trechter_measure::channels::{ChannelKind, Channels, Credit, channels, explain};
use trechter_measure::definitions::Metric;
use trechter_measure::slice::{Condition, Dimension, Value};
use uuid::Uuid;

use super::{facts, question};
use crate::histories::Desk;

/// The website cost 900 euro over January to March (90 days), the fair 100 on a day in January; a campaign of the fair
/// without spends costs 310 over January. Leads in January: two by the website, one of which bought for 2,000 after a
/// month and again for 500 after half a year; one of the fair whose last touch was the website, of a customer, that
/// bought for 700. H is 90 days.
fn history() -> (Desk, Uuid, Uuid) {
    let mut desk = Desk::open();
    let (website, fair) = (desk.source(0), desk.source(1));
    desk.on("2024-12-01 10:00");
    let euro = |cents: i64| json!({ "amount": cents, "currency": "EUR" });
    let spend = |source: Uuid, starts: &str, ends: &str, cents: i64| json!({ "source": source, "starts": starts, "ends": ends, "amount": euro(cents) });
    desk.enter::<Spend>(spend(website, "2025-01-01", "2025-03-31", 90_000));
    desk.enter::<Spend>(spend(fair, "2025-01-20", "2025-01-20", 10_000));
    let own = json!({ "name": "Open dag", "source": fair, "starts": "2025-01-01", "ends": "2025-01-31",
        "cost": euro(31_000) });
    desk.enter::<Campaign>(own);
    let customer = desk.make(Kind::Company, json!({ "name": "Klant", "customer_since": "2020-01-01" }));
    desk.on("2025-01-10 10:00");
    let by =
        |first: Uuid, last: Uuid| json!({ "origin": { "source": first }, "last_touch": { "source": last } });
    let buyer = desk.lead(None, by(website, website));
    desk.lead(None, by(website, fair));
    let mut of_customer = by(fair, website);
    of_customer["company"] = json!(customer);
    let known = desk.lead(None, of_customer);
    let deal = desk.convert(buyer, 200_000);
    let again = desk.deal(50_000, json!({ "lead": buyer }));
    let other = desk.convert(known, 70_000);
    desk.on("2025-02-10 10:00").win(deal).win(other);
    desk.on("2025-07-10 10:00").win(again);
    (desk, website, fair)
}

fn credit(answer: &Channels, source: Uuid, last: bool) -> &Credit {
    let row = answer.channels.iter().find(|row| row.channel == Value::Id(source)).expect("a row");
    if last { &row.last_touch } else { &row.first_touch }
}

fn values(credit: &Credit) -> [Option<f64>; 5] {
    [&credit.leads, &credit.cost_per_lead, &credit.cost_per_customer, &credit.value_per_lead, &credit.returns]
        .map(|figure| figure.value)
}

#[test]
fn cost_and_return_stand_by_first_and_by_last_touch() {
    let (desk, website, fair) = history();
    let facts = facts(&desk);
    let asked = question("2025-01", "2025-08-01 00:00").ask(&facts);
    let answer = channels(&asked, ChannelKind::Source);
    assert_eq!(answer.horizon.days, 90);
    let cost =
        |source| answer.channels.iter().find(|row| row.channel == Value::Id(source)).unwrap().cost.value;
    // 31 of 90 days of 900 euro; the day at the fair and the campaign's own cost.
    assert_eq!((cost(website), cost(fair)), (Some(31_000.0), Some(41_000.0)));
    // First touch: two leads for 310 euro, one of them a customer, who brought 2,000 in time.
    let first = values(credit(&answer, website, false));
    let returns = (200_000.0 - 31_000.0) / 31_000.0;
    assert_eq!(first, [Some(2.0), Some(15_500.0), Some(31_000.0), Some(100_000.0), Some(returns)]);
    // The customer's lead is no new customer, but its 700 euro are the fair's.
    let returns = (70_000.0 - 41_000.0) / 41_000.0;
    assert_eq!(
        values(credit(&answer, fair, false)),
        [Some(1.0), Some(41_000.0), None, Some(70_000.0), Some(returns)]
    );
    // Last touch: the buyer and the customer are the website's.
    let last = values(credit(&answer, website, true));
    assert_eq!((last[0], last[2], last[3]), (Some(2.0), Some(31_000.0), Some(135_000.0)));
    for row in &answer.channels {
        for credit in [&row.first_touch, &row.last_touch] {
            for figure in [
                &credit.leads,
                &credit.cost_per_lead,
                &credit.conversion,
                &credit.cost_per_customer,
                &credit.value_per_lead,
                &credit.returns,
            ] {
                let told = explain(&asked, ChannelKind::Source, &figure.explain).expect("an explanation");
                assert_eq!(told.records.len() as u64, figure.n, "{}", figure.metric.key());
                if figure.metric == Metric::ChannelValuePerLead {
                    let sum: i64 = told.records.iter().filter_map(|record| record.amount).sum();
                    assert_eq!(Some(sum as f64), figure.numerator);
                }
            }
        }
    }
}

/// On 15 April only what was spent before 15 January could have brought leads with 90 days behind them.
#[test]
fn money_is_held_against_leads_that_had_their_time() {
    let (desk, website, _) = history();
    let facts = facts(&desk);
    let answer = channels(&question("2025-Q1", "2025-04-15 00:00").ask(&facts), ChannelKind::Source);
    let first = credit(&answer, website, false);
    // The whole quarter for the leads; fourteen days of 10 euro for the customer.
    assert_eq!((first.cost_per_lead.value, first.cost_per_customer.value), (Some(45_000.0), Some(14_000.0)));
}

#[test]
fn the_cost_of_a_selection_is_not_known() {
    let (desk, website, _) = history();
    let facts = facts(&desk);
    let mut question = question("2025-01", "2025-08-01 00:00");
    question.filter = vec![Condition { dimension: Dimension::Owner, any_of: vec![Value::None] }];
    let answer = channels(&question.ask(&facts), ChannelKind::Source);
    let first = values(credit(&answer, website, false));
    assert_eq!(first, [Some(2.0), None, None, Some(100_000.0), None]);
    assert!(answer.notes.iter().any(|note| note.code == "cost_of_selection_unknown"));
}

/// The campaign costs what it says; the spends of no campaign stand under none.
#[test]
fn campaigns_are_channels_too() {
    let (desk, ..) = history();
    let facts = facts(&desk);
    let answer = channels(&question("2025-01", "2025-08-01 00:00").ask(&facts), ChannelKind::Campaign);
    let costs: Vec<Option<f64>> = answer.channels.iter().map(|row| row.cost.value).collect();
    assert_eq!(costs, [Some(41_000.0), Some(31_000.0)], "none, and Open dag");
    // The two campaigns of the beginning have a cost and no dates.
    let note = answer.notes.iter().find(|note| note.code == "cost_without_dates").expect("a note");
    assert_eq!(note.count, Some(2));
}
