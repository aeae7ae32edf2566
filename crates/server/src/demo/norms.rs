//! What the demo company is measured by: working hours, norms, targets, and what its channels cost.

use jiff::civil::{Date, date};
use serde_json::{Value, json};
use trechter_domain::catalogue::{Calendar, Member, Pipeline, Spend, Target, Team};

use super::builder::Builder;
use super::cast::{Cast, Seller};
use super::days::Days;
use super::{Plan, planted};

/// Share of deals that is won, roughly, and what of the growth sellers are asked for on top.
const WON: f64 = 0.34;
const AMBITION: f64 = 1.08;
/// How a year's target is spread over its quarters.
const QUARTERS: [f64; 4] = [0.23, 0.27, 0.21, 0.29];
/// Current year and those before that have targets.
const YEARS: i16 = 3;

/// Decides all of it, each entry at its own time.
pub fn set(builder: &mut Builder<'_>, days: &Days, cast: &Cast, plan: &Plan) {
    calendars(builder);
    stage_norms(builder, cast);
    targets(builder, days, cast, plan);
    spends(builder, days, cast);
}

/// Dutch holidays for the company, Belgian ones for the team in Belgium.
fn calendars(builder: &mut Builder<'_>) {
    let day = json!([{ "from": 510, "to": 1050 }]);
    let week = json!({ "monday": day, "tuesday": day, "wednesday": day, "thursday": day, "friday": day });
    let dutch = json!({ "name": "Nederland", "hours": week, "holidays": "nl", "liberation_day": "lustrum" });
    let belgian = json!({ "name": "België", "hours": week, "holidays": "be" });
    let dutch = builder.add::<Calendar>(0, dutch, |c| &mut c.calendars).id;
    let belgian = builder.add::<Calendar>(0, belgian, |c| &mut c.calendars).id;
    builder.change_workspace(0, &json!({ "calendar": dutch, "lead_norm": 60, "response_minutes": 240 }));
    for team in builder.catalogue.teams.clone() {
        let calendar = (team.name == "België").then_some(belgian);
        let patch = json!({ "calendar": calendar, "lead_norm": if calendar.is_some() { 50 } else { 60 } });
        builder.change::<Team>(0, team.id.0, patch, |c| &mut c.teams);
    }
    let part_time = builder.catalogue.members.iter().find(|member| member.name == "Yasmine Maes").cloned();
    if let Some(member) = part_time {
        let day = builder.day_of(member.created_at);
        builder.change::<Member>(day, member.id.0, json!({ "fte": 0.8 }), |c| &mut c.members);
    }
}

/// What the sales manager wants to see per stage of the main pipeline.
fn stage_norms(builder: &mut Builder<'_>, cast: &Cast) {
    let mut stages = cast.classic.stages.clone();
    for stage in &mut stages {
        stage.norm = Some(trechter_domain::catalogue::StageNorm {
            close_rate: stage.win_chance.map(|percent| percent as f64 / 100.0),
            days: stage.expected_days.map(|days| days as f64),
            ..Default::default()
        });
    }
    let patch = json!({ "stages": stages });
    builder.change::<Pipeline>(0, cast.classic.id.0, patch, |c| &mut c.pipelines);
}

/// Value that is won in a year by everybody together, in cents: from the size of the history.
fn won_in(cast: &Cast, plan: &Plan, ago: i16) -> f64 {
    let weights: f64 = cast.products.iter().map(|product| product.weight).sum();
    let value = |p: &super::cast::ProductRole| p.price as f64 * p.usual * p.weight / weights;
    let mean: f64 = cast.products.iter().map(value).sum();
    let growth = |year: i16| (1.0 + planted::GROWTH).powi(-i32::from(year));
    let all: f64 = (0..plan.years as i16).map(growth).sum();
    plan.deals as f64 * WON * mean * growth(ago) / all * AMBITION
}

/// Euros in thousands, at least one: nobody gets a target of 117,342.19.
fn rounded(cents: f64) -> Value {
    let thousands = (cents / 100_000.0).round().max(1.0) as i64;
    json!({ "amount": thousands * 100_000, "currency": "EUR" })
}

fn targets(builder: &mut Builder<'_>, days: &Days, cast: &Cast, plan: &Plan) {
    let now = days.date(days.today());
    let total: f64 = cast.sellers.iter().map(|seller| seller.weight).sum();
    for year in (now.year() - YEARS + 1)..=now.year() {
        let first = date(year, 1, 1);
        // Targets are set when the year begins, or the company.
        let day = days.day(first);
        let whole = won_in(cast, plan, now.year() - year);
        let company = json!({ "kind": "workspace" });
        target(builder, day, "won_value", &company, ("year", first), rounded(whole));
        target(builder, day, "win_rate", &company, ("year", first), json!(0.32));
        target(builder, day, "response_share", &company, ("year", first), json!(0.8));
        for (quarter, share) in QUARTERS.into_iter().enumerate() {
            let starts = date(year, quarter as i8 * 3 + 1, 1);
            target(builder, day, "won_value", &company, ("quarter", starts), rounded(whole * share));
            for seller in cast.sellers.iter().filter(|seller| works(seller, days, starts)) {
                let whom = json!({ "kind": "member", "id": seller.member });
                let own = whole * share * asked(seller) / (total + 0.6);
                let day = day.max(seller.begins);
                target(builder, day, "won_value", &whom, ("quarter", starts), rounded(own));
                let visits = (12.0 * asked(seller)).round();
                target(builder, day, "appointments", &whom, ("quarter", starts), json!(visits));
            }
        }
    }
}

/// Who is new is asked for less.
fn asked(seller: &Seller) -> f64 {
    if seller.weight > 0.0 { seller.weight } else { 0.6 }
}

/// Is he there for most of a quarter?
fn works(seller: &Seller, days: &Days, starts: Date) -> bool {
    let middle = starts.saturating_add(jiff::Span::new().days(45));
    let begins = days.date(seller.begins);
    let ends = seller.ends.map(|day| days.date(day));
    begins <= middle && ends.is_none_or(|ends| middle < ends)
}

fn target(
    builder: &mut Builder<'_>,
    day: usize,
    metric: &str,
    whom: &Value,
    (period, starts): (&str, Date),
    value: Value,
) {
    let fields =
        json!({ "metric": metric, "whom": whom, "period": period, "starts": starts, "value": value });
    builder.add::<Target>(day, fields, |c| &mut c.targets);
}

/// Each campaign's cost, month by month as it was spent, and what the website costs without one.
fn spends(builder: &mut Builder<'_>, days: &Days, cast: &Cast) {
    let today = days.date(days.today());
    for campaign in builder.catalogue.campaigns.clone() {
        let (Some(source), Some(starts), Some(ends), Some(cost)) =
            (campaign.source, campaign.starts, campaign.ends, campaign.cost)
        else {
            continue;
        };
        let span = |from: Date, to: Date| from.until(to).map_or(1, |span| i64::from(span.get_days()) + 1);
        let all = span(starts.0, ends.0);
        let (mut spent, mut passed) = (0, 0);
        for (from, to) in months(starts.0, ends.0) {
            passed += span(from, to);
            // What was spent until the month's end, so that the months add up to the whole.
            let amount = cost.amount * passed / all - spent;
            spent += amount;
            if from <= today && from >= days.date(0) {
                let fields = json!({ "source": source, "campaign": campaign.id, "starts": from, "ends": to,
                    "amount": { "amount": amount, "currency": "EUR" } });
                builder.add::<Spend>(days.day(from), fields, |c| &mut c.spends);
            }
        }
    }
    let website = cast.sources.iter().find(|source| source.name == "Website").map(|source| source.id);
    for (from, to) in months(days.date(0).first_of_month(), today) {
        let fields = json!({ "source": website, "starts": from, "ends": to.last_of_month(),
            "amount": { "amount": 65_000, "currency": "EUR" }, "note": "Zoekmachine en onderhoud" });
        builder.add::<Spend>(days.day(from), fields, |c| &mut c.spends);
    }
}

/// The months, or parts of them, from a day to another.
fn months(from: Date, to: Date) -> Vec<(Date, Date)> {
    let mut all = Vec::new();
    let mut begin = from;
    while begin <= to {
        let end = begin.last_of_month().min(to);
        all.push((begin, end));
        begin = end.saturating_add(jiff::Span::new().days(1));
    }
    all
}
