//! What fields take: of records, of the set-up, and those a workspace made itself.

use serde_json::{Value, json};
use trechter_domain::catalogue::{Field, FieldKind, Member, Pipeline, View, Workspace};
use trechter_domain::decide::{create, edit, move_deal, win_deal};
use trechter_domain::fold::Document;
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead, is_email};

use crate::desk::{Desk, id, object};

fn check<R: Document>(fields: Value, expected: &str) {
    let desk = Desk::new();
    let outcome = desk.with(|ctx| create::<R>(ctx, id("deal"), object(&fields)));
    let told = match outcome {
        Ok(_) => "ok".to_owned(),
        Err(refusal) => refusal.to_string(),
    };
    assert_eq!(told, expected, "{fields}");
}

#[test]
fn fields_of_records() {
    check::<Company>(json!({}), "invalid; name: required");
    check::<Company>(json!({ "name": " " }), "invalid; name: required");
    check::<Company>(json!({ "name": "a".repeat(301) }), "invalid; name: too_long");
    check::<Company>(json!({ "name": "a".repeat(300) }), "ok");
    check::<Company>(json!({ "name": "A", "naam": 1 }), "invalid; naam: unknown_field");
    check::<Company>(
        json!({ "name": "A", "id": 1, "version": 3 }),
        "invalid; id: read_only; version: read_only",
    );
    check::<Company>(json!({ "name": 5 }), "invalid; name: wrong_type");
    check::<Company>(json!({ "name": "A", "email": "x" }), "invalid; email: not_an_email");
    check::<Company>(json!({ "name": "A", "email": "" }), "ok");
    check::<Company>(json!({ "name": "A", "employees": -1 }), "invalid; employees: out_of_range");
    check::<Company>(json!({ "name": "A", "parent": id("deal") }), "invalid; parent: points_at_itself");
    check::<Company>(json!({ "name": "A", "owner": id("nobody") }), "invalid; owner: unknown");
    check::<Company>(json!({ "name": "A", "tags": [id("none")] }), "invalid; tags: unknown");
    check::<Company>(
        json!({ "name": "A", "origin": { "source": id("fair") } }),
        "invalid; origin.source: unknown",
    );
    check::<Company>(json!({ "name": "A", "address": { "land": "NL" } }), "invalid; address: wrong_type");
    check::<Company>(
        json!({ "name": "A", "customer_since": "2026-02-30" }),
        "invalid; customer_since: wrong_type",
    );
    check::<Contact>(json!({}), "invalid; last_name: name_email_or_phone_required");
    check::<Contact>(
        json!({ "phones": [{ "value": " " }] }),
        "invalid; last_name: name_email_or_phone_required",
    );
    check::<Contact>(json!({ "emails": [{ "value": "a@b" }] }), "invalid; emails.0.value: not_an_email");
    check::<Contact>(
        json!({ "emails": vec![json!({ "value": "a@b.nl" }); 21] }),
        "invalid; emails: too_many",
    );
    check::<Lead>(json!({ "city": "Gent" }), "invalid; last_name: name_email_or_phone_required");
    check::<Lead>(json!({ "phone": "1", "status": "qualified" }), "invalid; status: read_only");
    check::<Lead>(json!({ "phone": "1", "born": "arrived" }), "ok");
    check::<Activity>(json!({ "kind": "note" }), "invalid; body: required");
    check::<Activity>(json!({ "kind": "call", "minutes": 100_001 }), "invalid; minutes: out_of_range");
    check::<Activity>(
        json!({ "status": "done", "body": "a", "done_at": "2026-03-01T12:00:01Z" }),
        "invalid; done_at: in_the_future",
    );
}

#[test]
fn fields_of_deals() {
    let deal = |more: Value, expected: &str| {
        let mut fields = json!({ "title": "Oven", "pipeline": id("new"), "stage": id("a") });
        fields.as_object_mut().unwrap().extend(object(&more).clone());
        check::<Deal>(fields, expected);
    };
    deal(json!({}), "ok");
    deal(json!({ "pipeline": id("none") }), "invalid; pipeline: unknown");
    deal(json!({ "stage": id("x") }), "invalid; stage: unknown");
    deal(json!({ "gut_feeling": 101 }), "invalid; gut_feeling: not_a_percentage");
    deal(json!({ "gut_feeling": 0 }), "ok");
    deal(json!({ "value": { "amount": -1, "currency": "EUR" } }), "invalid; value: negative");
    deal(
        json!({ "value": { "amount": 1_000_000_000_000_001i64, "currency": "EUR" } }),
        "invalid; value: out_of_range",
    );
    deal(json!({ "value": { "amount": 1.5, "currency": "EUR" } }), "invalid; value: wrong_type");
    deal(json!({ "value": { "amount": 1, "currency": "euro" } }), "invalid; value: wrong_type");
    deal(json!({ "status": "won" }), "invalid; status: read_only");
    let line = |more: Value| {
        let mut line = json!({ "quantity": "1", "unit_price": 100 });
        line.as_object_mut().unwrap().extend(object(&more).clone());
        json!({ "lines": [line] })
    };
    deal(line(json!({ "product": id("oven"), "discount": "12.5" })), "ok");
    deal(line(json!({ "product": id("none") })), "invalid; lines.0.product: unknown");
    deal(line(json!({ "discount": "101" })), "invalid; lines.0.discount: not_a_percentage; value: negative");
    deal(line(json!({ "quantity": "79228162514264337593543950335" })), "invalid; lines: out_of_range");
    deal(line(json!({ "quantity": "veel" })), "invalid; lines: wrong_type");
}

/// A custom field of a deal takes a value, or says why not.
#[test]
fn custom_fields_take_values_of_their_kind() {
    for (slug, value, expected) in [
        ("region", json!("zuid"), "ok"),
        ("region", json!("west"), "unknown"),
        ("region", json!(1), "unknown"),
        ("marks", json!(["noord", "zuid"]), "ok"),
        ("marks", json!([]), "ok"),
        ("marks", json!(["west"]), "unknown"),
        ("marks", json!("noord"), "wrong_type"),
        ("size", json!(-1.5), "ok"),
        ("size", json!("1"), "wrong_type"),
        ("money", json!({ "amount": 5, "currency": "usd" }), "ok"),
        ("money", json!({ "amount": 5 }), "wrong_type"),
        ("money", json!(5), "wrong_type"),
        ("remark", json!("a"), "ok"),
        ("remark", json!("a".repeat(100_001)), "too_long"),
        ("remark", json!(1), "wrong_type"),
        ("day", json!("2026-02-28"), "ok"),
        ("day", json!("2026-02-30"), "wrong_type"),
        ("day", json!("28-02-2026"), "wrong_type"),
        ("vip", json!(false), "ok"),
        ("vip", json!("ja"), "wrong_type"),
        ("buddy", json!(id("bram")), "ok"),
        ("buddy", json!(id("nobody")), "unknown"),
        ("buddy", json!("bram"), "unknown"),
        ("site", json!("https://a.nl"), "ok"),
        ("site", json!("javascript:alert(1)"), "wrong_type"),
        ("none", json!(1), "unknown_field"),
        ("none", Value::Null, "ok"),
    ] {
        let fields =
            json!({ "title": "Oven", "pipeline": id("new"), "stage": id("a"), "custom": { slug: value } });
        let expected = match expected {
            "ok" => "ok".to_owned(),
            code => format!("invalid; custom.{slug}: {code}"),
        };
        check::<Deal>(fields, &expected);
    }
    for kind in [FieldKind::Text, FieldKind::Link] {
        assert!(kind.is_personal());
    }
}

#[test]
fn what_the_set_up_no_longer_offers_does_not_stand_in_the_way_of_other_changes() {
    let mut desk = Desk::new();
    let custom = json!({ "region": "zuid", "size": 3, "remark": "a" });
    let deal = desk.deal(json!({ "custom": custom, "value": { "amount": 5, "currency": "EUR" } }));
    for field in &mut desk.catalogue.fields {
        match field.slug.as_str() {
            "region" => field.choices.retain(|choice| choice.key != "zuid"),
            "size" => field.removed_at = Some(desk.now),
            _ => {}
        }
    }
    for pipeline in &mut desk.catalogue.pipelines {
        pipeline.stages.retain(|stage| stage.id.0 != id("a"));
    }
    desk.catalogue = desk.catalogue.clone().indexed();
    let patch = |patch: Value, expected: &str| {
        desk.check(&deal, |ctx, deal| edit(ctx, deal, object(&patch)), expected);
    };
    patch(json!({ "gut_feeling": 1 }), "changed v2 gut_feeling:null>1");
    patch(json!({ "custom": { "remark": "b" } }), "changed v2 custom.remark:a>b");
    patch(json!({ "custom": { "size": null } }), "changed v2 custom.size:3>null");
    patch(json!({ "custom": { "size": 4 } }), "invalid; custom.size: unknown_field");
    patch(json!({ "custom": { "region": "noord" } }), "changed v2 custom.region:zuid>noord");
    let won = desk.with(|ctx| win_deal(ctx, &deal, None).unwrap().record);
    assert_eq!(won.custom["region"], "zuid");
    let to = trechter_domain::decide::MoveTo { stage: id("b").into(), from: None };
    desk.check(
        &deal,
        |ctx, deal| move_deal(ctx, deal, &to),
        "moved v2 pipeline=new since.stage:null>12:00 stage:a>b",
    );
}

#[test]
fn entries_of_the_set_up() {
    let workspace = |more: Value, expected: &str| {
        let mut fields =
            json!({ "name": "W", "language": "nl", "currency": "EUR", "time_zone": "Europe/Brussels" });
        fields.as_object_mut().unwrap().extend(object(&more).clone());
        check::<Workspace>(fields, expected);
    };
    workspace(json!({}), "ok");
    workspace(json!({ "language": "fr" }), "invalid; language: unknown");
    workspace(json!({ "time_zone": "Mars/Olympus" }), "invalid; time_zone: unknown");
    check::<Member>(json!({ "name": "A", "email": "A@B.nl", "team": id("none") }), "invalid; team: unknown");
    check::<View>(json!({ "name": "A", "on": "tag" }), "invalid; on: required");
    check::<View>(
        json!({ "name": "A", "on": "deal", "columns": vec!["a"; 101] }),
        "invalid; columns: too_many",
    );
    let stage = |name: &str| json!({ "id": id(name), "name": name });
    check::<Pipeline>(json!({ "name": "P" }), "invalid; stages: required");
    check::<Pipeline>(
        json!({ "name": "P", "stages": [stage("p"), stage("p")] }),
        "invalid; stages: ids_must_differ",
    );
    check::<Pipeline>(
        json!({ "name": "P", "stages": [{ "name": "p" }] }),
        "invalid; stages: ids_must_differ",
    );
    check::<Pipeline>(
        json!({ "name": "P", "stages": [{ "id": id("p"), "name": "", "win_chance": 101 }] }),
        "invalid; stages.0.name: required; stages.0.win_chance: not_a_percentage",
    );
    let field = |more: Value, expected: &str| {
        let mut fields = json!({ "name": "F", "slug": "f", "on": "deal", "kind": "text" });
        fields.as_object_mut().unwrap().extend(object(&more).clone());
        check::<Field>(fields, expected);
    };
    field(json!({}), "ok");
    field(json!({ "slug": "Ä b" }), "invalid; slug: not_a_slug");
    field(json!({ "slug": "size" }), "invalid; slug: taken");
    field(json!({ "slug": "size", "on": "lead" }), "ok");
    field(json!({ "on": "tag" }), "invalid; on: unknown");
    field(json!({ "kind": "choice" }), "invalid; choices: required");
    let twice = json!([{ "key": "a", "name": "A" }, { "key": "a", "name": "B" }]);
    field(json!({ "kind": "choice", "choices": twice }), "invalid; choices: taken");
}

#[test]
fn addresses_one_can_write_to() {
    for (text, expected) in [
        ("a@b.nl", true),
        ("jan.de-vos+x@mail.voorbeeld.be", true),
        ("é@ü.nl", true),
        ("a@b", false),
        ("@b.nl", false),
        ("a@", false),
        ("a b@c.nl", false),
        ("a@b@c.nl", false),
        ("a@.nl", false),
        ("a@b.", false),
        ("", false),
    ] {
        assert_eq!(is_email(text), expected, "{text}");
    }
}
