//! What a workspace sets up that changes the numbers: calendars, rates, targets, costs, norms.

use serde_json::{Value, json};
use trechter_domain::catalogue::{
    Calendar, Campaign, ExchangeRate, Member, Pipeline, Spend, Target, TargetMetric, TargetUnit, Team,
    Workspace,
};
use trechter_domain::decide::{create, edit};
use trechter_domain::fold::{self, Document};
use trechter_domain::time::Date;
use trechter_domain::{Event, NewEvent};

use crate::desk::{Desk, id, object};

fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.catalogue.workspace.currency = trechter_domain::Currency::EUR;
    let rate = json!({ "id": id("dollar"), "currency": "USD", "date": "2026-02-27", "rate": "0.92" });
    desk.catalogue.exchange_rates = vec![serde_json::from_value(rate).unwrap()];
    let target = json!({ "id": id("goal"), "metric": "won_count", "whom": { "kind": "member", "id": id("anna") },
        "period": "quarter", "starts": "2026-04-01", "value": 12 });
    desk.catalogue.targets = vec![serde_json::from_value(target).unwrap()];
    desk.catalogue = desk.catalogue.indexed();
    desk
}

fn check<R: Document>(fields: Value, expected: &str) {
    let desk = desk();
    let outcome = desk.with(|ctx| create::<R>(ctx, id("deal"), object(&fields)));
    let told = match &outcome {
        Ok(decided) => {
            desk.told(None, &outcome);
            assert!(!decided.events.is_empty());
            "ok".to_owned()
        }
        Err(refusal) => refusal.to_string(),
    };
    assert_eq!(told, expected, "{fields}");
}

#[test]
fn calendars() {
    let day = |from: u16, to: u16| json!({ "from": from, "to": to });
    let hours = |monday: Value| json!({ "name": "K", "hours": { "monday": monday } });
    check::<Calendar>(json!({ "name": "Kantoor" }), "ok");
    check::<Calendar>(json!({ "hours": {} }), "invalid; name: required");
    check::<Calendar>(hours(json!([])), "ok");
    check::<Calendar>(hours(json!([day(480, 720), day(720, 1440)])), "ok");
    check::<Calendar>(hours(json!([day(480, 720), day(719, 900)])), "invalid; hours.monday: not_hours");
    check::<Calendar>(hours(json!([day(480, 480)])), "invalid; hours.monday: not_hours");
    check::<Calendar>(hours(json!([day(480, 1441)])), "invalid; hours.monday: not_hours");
    check::<Calendar>(json!({ "name": "K", "hours": { "maandag": [] } }), "invalid; hours: wrong_type");
    check::<Calendar>(json!({ "name": "K", "holidays": "de" }), "invalid; holidays: wrong_type");
    let own = |closed: Value, open: Value| json!({ "name": "K", "closed_days": closed, "open_days": open });
    let closed = |date: &str| json!({ "date": date, "name": "Uitje" });
    check::<Calendar>(own(json!([closed("2026-06-05")]), json!([{ "date": "2026-06-08" }])), "ok");
    check::<Calendar>(
        own(json!([closed("2026-06-05"), closed("2026-06-05")]), json!([])),
        "invalid; closed_days: day_named_twice",
    );
    check::<Calendar>(
        own(json!([closed("2026-06-05")]), json!([{ "date": "2026-06-05" }])),
        "invalid; open_days: day_named_twice",
    );
    // A Saturday has no hours of its own.
    check::<Calendar>(
        own(json!([]), json!([{ "date": "2026-06-06" }])),
        "invalid; open_days.0.hours: not_hours",
    );
    check::<Calendar>(
        own(json!([{ "date": "2026-06-05", "name": " " }]), json!([])),
        "invalid; closed_days.0.name: required",
    );
}

#[test]
fn a_day_of_the_week_is_changed_alone() {
    let desk = desk();
    let calendar: Calendar = desk.made("deal", json!({ "name": "K", "hours": { "friday": [] } }));
    let patch = json!({ "hours": { "monday": [{ "from": 480, "to": 720 }] } });
    let after = desk.with(|ctx| edit(ctx, &calendar, object(&patch))).unwrap().record;
    assert_eq!((after.hours.monday[0].to, after.hours.friday.len(), after.hours.tuesday.len()), (720, 0, 1));
}

#[test]
fn exchange_rates() {
    let rate =
        |currency: &str, date: &str, rate: &str| json!({ "currency": currency, "date": date, "rate": rate });
    check::<ExchangeRate>(rate("USD", "2026-02-28", "0.9213"), "ok");
    check::<ExchangeRate>(rate("USD", "2026-02-27", "0.9213"), "invalid; date: already_entered");
    check::<ExchangeRate>(rate("EUR", "2026-02-28", "1"), "invalid; currency: own_currency");
    check::<ExchangeRate>(rate("USD", "2026-02-28", "0"), "invalid; rate: not_a_rate");
    check::<ExchangeRate>(rate("USD", "2026-02-28", "-1"), "invalid; rate: not_a_rate");
    check::<ExchangeRate>(rate("USD", "2026-02-28", "0.0000000000001"), "invalid; rate: not_a_rate");
    check::<ExchangeRate>(rate("USD", "2026-02-28", "0,92"), "invalid; rate: wrong_type");
    check::<ExchangeRate>(
        json!({ "currency": "USD", "date": "2026-02-28", "rate": 0.92 }),
        "invalid; rate: wrong_type",
    );
    check::<ExchangeRate>(json!({ "currency": "USD", "rate": "1" }), "invalid; date: required");
}

#[test]
fn targets() {
    let target = |metric: &str, whom: Value, period: &str, starts: &str, value: Value| json!({ "metric": metric, "whom": whom, "period": period, "starts": starts, "value": value });
    let all = || json!({ "kind": "workspace" });
    let anna = || json!({ "kind": "member", "id": id("anna") });
    let euros = || json!({ "amount": 1_000_000, "currency": "EUR" });
    check::<Target>(target("won_value", all(), "year", "2026-01-01", euros()), "ok");
    check::<Target>(target("won_count", anna(), "month", "2026-04-01", json!(4)), "ok");
    check::<Target>(target("win_rate", anna(), "quarter", "2026-07-01", json!(0.25)), "ok");
    check::<Target>(
        target("won_count", anna(), "quarter", "2026-04-01", json!(4)),
        "invalid; starts: target_exists",
    );
    check::<Target>(
        target("won_count", anna(), "quarter", "2026-05-01", json!(4)),
        "invalid; starts: not_a_period_start",
    );
    check::<Target>(
        target("won_count", anna(), "month", "2026-05-02", json!(4)),
        "invalid; starts: not_a_period_start",
    );
    check::<Target>(
        target("won_value", all(), "year", "2026-01-01", json!(5)),
        "invalid; value: money_expected",
    );
    check::<Target>(
        target("touches", all(), "year", "2026-01-01", euros()),
        "invalid; value: number_expected",
    );
    check::<Target>(
        target("win_rate", all(), "year", "2026-01-01", json!(25)),
        "invalid; value: not_a_share",
    );
    check::<Target>(
        target("touches", all(), "year", "2026-01-01", json!(-1)),
        "invalid; value: out_of_range",
    );
    let dollars = json!({ "amount": 1, "currency": "USD" });
    check::<Target>(
        target("won_value", all(), "year", "2026-01-01", dollars),
        "invalid; value: not_own_currency",
    );
    let stranger = json!({ "kind": "team", "id": id("anna") });
    check::<Target>(target("touches", stranger, "year", "2026-01-01", json!(1)), "invalid; whom: unknown");
    for metric in TargetMetric::ALL {
        let value = match metric.unit() {
            TargetUnit::Money => euros(),
            TargetUnit::Count => json!(7),
            TargetUnit::Share => json!(0.5),
        };
        let metric = serde_json::to_value(metric).unwrap();
        check::<Target>(target(metric.as_str().unwrap(), all(), "month", "2026-01-01", value), "ok");
    }
}

#[test]
fn a_target_ends_where_the_next_period_begins() {
    for (period, starts, ends) in [
        ("month", "2026-02-01", "2026-03-01"),
        ("quarter", "2026-10-01", "2027-01-01"),
        ("year", "2026-01-01", "2027-01-01"),
    ] {
        let target: Target = serde_json::from_value(json!({ "period": period, "starts": starts })).unwrap();
        assert_eq!(target.ends(), Date(ends.parse().unwrap()));
    }
}

#[test]
fn a_target_is_given_another_value() {
    let desk = desk();
    let goal = desk.catalogue.targets[0].clone();
    desk.check(
        &goal,
        |ctx, goal| edit(ctx, goal, object(&json!({ "value": 15 }))),
        "changed v1 value:12.0>15.0",
    );
}

#[test]
fn spends() {
    let spend = |more: Value| {
        let mut fields = json!({ "source": id("website"), "starts": "2026-01-01", "ends": "2026-01-31",
            "amount": { "amount": 150_000, "currency": "EUR" } });
        fields.as_object_mut().unwrap().extend(object(&more).clone());
        fields
    };
    check::<Spend>(spend(json!({ "campaign": id("fair"), "note": "Beurs" })), "ok");
    check::<Spend>(spend(json!({ "source": null })), "invalid; source: required");
    check::<Spend>(spend(json!({ "source": id("fair") })), "invalid; source: unknown");
    check::<Spend>(spend(json!({ "ends": "2025-12-31" })), "invalid; ends: before_start");
    check::<Spend>(spend(json!({ "starts": null })), "invalid; starts: required");
    check::<Spend>(
        spend(json!({ "amount": { "amount": -1, "currency": "EUR" } })),
        "invalid; amount: out_of_range",
    );
    let decided =
        desk().with(|ctx| create::<Spend>(ctx, id("deal"), object(&spend(json!({ "note": "Jan" })))));
    let event = &decided.unwrap().events[0];
    assert_eq!(event.personal.as_ref().unwrap().set["note"], "Jan");
    assert!(!event.data.set.contains_key("note"));
}

#[test]
fn norms_of_people_and_stages() {
    let norm = |norm: Value| json!({ "name": "P", "stages": [{ "id": id("a"), "name": "A", "norm": norm }] });
    check::<Pipeline>(norm(json!({ "deals": 13, "close_rate": 0.3, "days": 9.5 })), "ok");
    check::<Pipeline>(norm(json!({ "close_rate": 30 })), "invalid; stages.0.norm.close_rate: not_a_share");
    check::<Pipeline>(norm(json!({ "deals": -1 })), "invalid; stages.0.norm.deals: out_of_range");
    check::<Pipeline>(norm(json!({ "size": 1 })), "invalid; stages: wrong_type");
    let horizon =
        |days: i64| json!({ "name": "P", "stages": [{ "id": id("a"), "name": "A", "horizon_days": days }] });
    check::<Pipeline>(horizon(90), "ok");
    check::<Pipeline>(horizon(6), "invalid; stages.0.horizon_days: out_of_range");
    check::<Team>(json!({ "name": "T", "lead_norm": 40 }), "ok");
    check::<Team>(json!({ "name": "T", "lead_norm": 0 }), "invalid; lead_norm: out_of_range");
    check::<Team>(json!({ "name": "T", "calendar": id("north") }), "invalid; calendar: unknown");
    check::<Member>(json!({ "name": "M", "fte": 0.6 }), "ok");
    check::<Member>(json!({ "name": "M", "fte": 1.2 }), "invalid; fte: not_a_share");
    let workspace = |more: Value| {
        let mut fields = json!({ "name": "W", "language": "nl", "time_zone": "Europe/Amsterdam" });
        fields.as_object_mut().unwrap().extend(object(&more).clone());
        fields
    };
    check::<Workspace>(workspace(json!({ "customer_months": 24, "response_minutes": 60 })), "ok");
    check::<Workspace>(workspace(json!({ "customer_months": 0 })), "invalid; customer_months: out_of_range");
    check::<Workspace>(
        workspace(json!({ "response_minutes": 0 })),
        "invalid; response_minutes: out_of_range",
    );
}

#[test]
fn logs_from_before_these_fields_still_read() {
    let created = |kind: &str, set: Value| -> NewEvent {
        let event = json!({ "seq": 1, "occurred_at": "2026-01-01T00:00:00Z", "recorded_at": "2026-01-01T00:00:00Z",
            "actor": null, "origin": "member", "batch": null, "subject": { "kind": kind, "id": id("deal") },
            "kind": "created", "version": 1, "data": { "set": set }, "personal": null });
        serde_json::from_value::<Event>(event).unwrap().event
    };
    let stages = json!([{ "id": id("a"), "name": "A", "expected_days": null, "win_chance": null,
        "actions": [], "results": [] }]);
    let member: Member = fold::apply(None, &created("member", json!({ "active": true }))).unwrap().unwrap();
    assert_eq!((member.fte, member.calendar, member.hourly_cost), (1.0, None, None));
    let workspace: Workspace =
        fold::apply(None, &created("workspace", json!({ "name": "W" }))).unwrap().unwrap();
    assert_eq!((workspace.customer_months, workspace.response_minutes), (12, 240));
    let pipeline: Pipeline =
        fold::apply(None, &created("pipeline", json!({ "stages": stages }))).unwrap().unwrap();
    assert_eq!((pipeline.horizon_days, &pipeline.stages[0].norm), (None, &None));
    let kept: Campaign = serde_json::from_value(json!({ "name": "Beurs" })).unwrap();
    assert_eq!(kept.cost, None);
    let kept: Member = serde_json::from_value(json!({ "name": "Anna" })).unwrap();
    assert_eq!(kept.fte, 1.0);
}
