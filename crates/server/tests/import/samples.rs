//! Exports of other programs, compared with what is known about them.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use trechter_domain::record::{Activity, Company, Contact, Deal, DealStatus, Lead};
use trechter_server::import::report::{ImportView, NoteKind};

use crate::bench::*;
use crate::harness::{TestApp, on_every_engine, on_sqlite};

fn amount(deal: &Deal) -> i64 {
    deal.value.map_or(0, |value| value.amount)
}

/// Counts of an entity: rows, new, refused.
fn counted(view: &ImportView, entity: &str) -> (u64, u64, u64) {
    let report = view.report.as_ref().unwrap();
    let found = report.counts.iter().find(|(known, _)| known.as_str() == entity);
    let counts = found.unwrap_or_else(|| panic!("no {entity}")).1;
    (counts.rows, counts.created, counts.refused)
}

/// `{deals, won, lost, open, won_value}` of the deals with each key.
fn by(deals: &[Deal], key: impl Fn(&Deal) -> Option<String>) -> BTreeMap<String, Value> {
    let mut groups: BTreeMap<String, [i64; 5]> = BTreeMap::new();
    for deal in deals {
        let Some(key) = key(deal) else { continue };
        let group = groups.entry(key).or_default();
        group[0] += 1;
        match deal.status {
            DealStatus::Won => {
                group[1] += 1;
                group[4] += amount(deal) / 100;
            }
            DealStatus::Lost => group[2] += 1,
            DealStatus::Open => group[3] += 1,
        }
    }
    let show = |[deals, won, lost, open, value]: [i64; 5]| json!({ "deals": deals, "won": won, "lost": lost, "open": open, "won_value": value });
    groups.into_iter().map(|(key, group)| (key, show(group))).collect()
}

/// The expected groups without rates and means.
fn plain(expected: &Value) -> BTreeMap<String, Value> {
    let groups = expected.as_object().unwrap();
    let keep = |group: &Value| json!({ "deals": group["deals"], "won": group["won"], "lost": group["lost"], "open": group["open"], "won_value": group["won_value"] });
    groups.iter().map(|(key, group)| (key.clone(), keep(group))).collect()
}

#[test]
fn maven() {
    let Some(folder) = shared("maven-crm") else { return };
    on_sqlite(async |app| {
        app.clock.advance(264 * DAY);
        let expected = expected(&folder);
        let names = ["accounts.csv", "products.csv", "sales_teams.csv", "sales_pipeline.csv"];
        let view = import(&app, example("maven-crm.toml"), files(&folder, &names)).await;
        assert_eq!(counted(&view, "company"), (85, 85, 0));
        assert_eq!(counted(&view, "deal"), (8_800, 8_800, 0));
        let deals: Vec<Deal> = records(&app).await;
        let companies: Vec<Company> = records(&app).await;
        maven_groups(&app, &expected, &deals, &companies).await;
        maven_days(&expected, &deals);
        assert_eq!(view.report.unwrap().counts.values().map(|counts| counts.undated).sum::<u64>(), 500 + 85);
        // The same again changes nothing.
        let before = seq(&app).await;
        let again = import(&app, example("maven-crm.toml"), files(&folder, &names)).await;
        let total = again.report.as_ref().unwrap().total();
        assert_eq!((total.created, total.changed, total.refused, total.unchanged), (0, 0, 0, 8_885));
        assert_eq!(seq(&app).await - before, 2, "only that it began and finished");
    });
}

async fn maven_groups(app: &TestApp, expected: &Value, deals: &[Deal], companies: &[Company]) {
    let catalogue = catalogue(app).await;
    let member = |deal: &Deal| catalogue.member(deal.owner.unwrap()).unwrap().clone();
    let team = |id: trechter_domain::TeamId| catalogue.teams.iter().find(|team| team.id == id).unwrap();
    let product = |deal: &Deal| {
        let id = deal.lines[0].product.unwrap();
        catalogue.products.iter().find(|product| product.id == id).unwrap().name.clone()
    };
    let sector = |deal: &Deal| {
        let company = companies.iter().find(|company| Some(company.id) == deal.company)?;
        company.industry.clone()
    };
    assert_eq!(by(deals, |deal| Some(member(deal).name)), plain(&expected["by_sales_agent"]));
    assert_eq!(by(deals, |deal| Some(team(member(deal).team?).name.clone())), plain(&expected["by_manager"]));
    let office = |deal: &Deal| Some(team(team(member(deal).team?).parent?).name.clone());
    assert_eq!(by(deals, office), plain(&expected["by_regional_office"]));
    assert_eq!(by(deals, |deal| Some(product(deal))), plain(&expected["by_product"]));
    assert_eq!(by(deals, sector), plain(&expected["by_sector"]));
    assert!(catalogue.members.iter().filter(|member| member.name != "Olga").all(|member| !member.active));
}

fn maven_days(expected: &Value, deals: &[Deal]) {
    let zone = jiff::tz::TimeZone::get("Europe/Amsterdam").unwrap();
    let day = |at: trechter_domain::Instant| at.timestamp().to_zoned(zone.clone()).date();
    let of =
        |status: DealStatus| deals.iter().filter(|deal| deal.status == status).cloned().collect::<Vec<_>>();
    let (won, lost, open) = (of(DealStatus::Won), of(DealStatus::Lost), of(DealStatus::Open));
    assert_eq!(json!([won.len(), lost.len()]), json!([expected["won"], expected["lost"]]));
    assert_eq!(
        open.len() as i64,
        expected["engaging"].as_i64().unwrap() + expected["prospecting"].as_i64().unwrap()
    );
    assert_eq!(json!(won.iter().map(amount).sum::<i64>() / 100), expected["won_value"]);
    let days = |deals: &[Deal]| {
        let span = |deal: &Deal| day(deal.closed_at.unwrap()).since(day(deal.created_at)).unwrap().get_days();
        deals.iter().map(|deal| f64::from(span(deal))).sum::<f64>() / deals.len() as f64
    };
    assert!((days(&won) - expected["days_won"].as_f64().unwrap()).abs() < 1e-9);
    assert!((days(&lost) - expected["days_lost"].as_f64().unwrap()).abs() < 1e-9);
    let month = |at: trechter_domain::Instant| day(at).strftime("%Y-%m").to_string();
    let months: BTreeMap<String, Value> = tally(&won, |deal| month(deal.closed_at.unwrap()), amount)
        .into_iter()
        .map(|(month, (count, sum))| (month, json!({ "won": count, "value": sum / 100 })))
        .collect();
    assert_eq!(json!(months), expected["won_by_month"]);
    let dated: Vec<Deal> = deals.iter().filter(|deal| day(deal.created_at).year() < 2020).cloned().collect();
    let engaged: BTreeMap<String, Value> = tally(&dated, |deal| month(deal.created_at), |_| 0)
        .into_iter()
        .map(|(month, (count, _))| (month, json!({ "engaged": count })))
        .collect();
    assert_eq!(json!(engaged), expected["engaged_by_month"]);
}

#[test]
fn x_education() {
    let Some(folder) = shared("x-education") else { return };
    on_sqlite(async |app| {
        app.clock.advance(264 * DAY);
        let expected = expected(&folder);
        let mut apart = example("x-education.toml");
        apart.same.clear();
        let view = import(&app, apart, files(&folder, &["Leads.csv"])).await;
        assert_eq!(counted(&view, "lead"), (9_240, 9_240, 0));
        let leads: Vec<Lead> = records(&app).await;
        let converted = leads.iter().filter(|lead| lead.converted_at.is_some()).count();
        assert_eq!(json!(converted), expected["converted"]);
        let catalogue = catalogue(&app).await;
        let source = |lead: &Lead| {
            let id = lead.origin.source?;
            catalogue.sources.iter().find(|source| source.id == id).map(|source| source.name.clone())
        };
        let groups = |key: &dyn Fn(&Lead) -> Option<String>| -> BTreeMap<String, Value> {
            let flag = |lead: &Lead| i64::from(lead.converted_at.is_some());
            let groups = tally(&leads, |lead| key(lead).unwrap_or_else(|| "(empty)".into()), flag);
            let show = |(leads, converted): (i64, i64)| {
                let rate = (converted as f64 / leads as f64 * 10_000.0).round() / 10_000.0;
                json!({ "leads": leads, "converted": converted, "rate": rate })
            };
            groups.into_iter().map(|(key, sums)| (key, show(sums))).collect()
        };
        let choice = |lead: &Lead, slug: &str| {
            let key = lead.custom.get(slug)?.as_str()?;
            let field = catalogue.field(trechter_domain::event::Kind::Lead, slug)?;
            field.choices.iter().find(|choice| choice.key == key).map(|choice| choice.name.clone())
        };
        assert_eq!(json!(groups(&source)), expected["by_source"]);
        assert_eq!(json!(groups(&|lead| choice(lead, "lead_origin"))), expected["by_origin"]);
        assert_eq!(json!(groups(&|lead| choice(lead, "last_activity"))), expected["by_last_activity"]);
        let empty = |slug: &str| json!(leads.iter().filter(|lead| !lead.custom.contains_key(slug)).count());
        // `Select` means that the list was left alone; the file's own empty cells are counted in expected.json.
        let selected = |column: &str| {
            let text = std::fs::read(folder.join("Leads.csv")).unwrap();
            let mut reader = csv::Reader::from_reader(text.as_slice());
            let at = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
            reader.records().filter(|row| row.as_ref().unwrap().get(at) == Some("Select")).count() as i64
        };
        for (slug, column) in
            [("specialization", "Specialization"), ("occupation", "What is your current occupation")]
        {
            let nulls = expected["nulls"][column].as_i64().unwrap() + selected(column);
            assert_eq!(empty(slug), json!(nulls), "{column}");
        }
        assert_eq!(empty("total_visits"), expected["nulls"]["TotalVisits"]);
    });
}

#[test]
fn spellings_of_one_source_are_folded_when_the_mapping_says_so() {
    let Some(folder) = shared("x-education") else { return };
    on_sqlite(async |app| {
        app.clock.advance(264 * DAY);
        import(&app, example("x-education.toml"), files(&folder, &["Leads.csv"])).await;
        let leads: Vec<Lead> = records(&app).await;
        let catalogue = catalogue(&app).await;
        let google = catalogue.sources.iter().find(|source| source.name == "Google").unwrap().id;
        let mine: Vec<&Lead> = leads.iter().filter(|lead| lead.origin.source == Some(google)).collect();
        assert_eq!(
            (mine.len(), mine.iter().filter(|lead| lead.converted_at.is_some()).count()),
            (2_873, 1_147)
        );
        assert!(!catalogue.sources.iter().any(|source| source.name == "google"));
    });
}

#[test]
fn zoho() {
    let Some(folder) = shared("zoho-sample") else { return };
    on_sqlite(async |app| {
        app.clock.advance(264 * DAY);
        let expected = expected(&folder);
        let names = [
            "Users.csv",
            "Campaigns.csv",
            "Accounts.csv",
            "Contacts.csv",
            "Leads.csv",
            "Potentials.csv",
            "Calls.csv",
            "Events.csv",
            "Tasks.csv",
        ];
        let view = import(&app, example("zoho-sample.toml"), files(&folder, &names)).await;
        let rows = |name: &str| expected["rows"][name].as_u64().unwrap();
        assert_eq!(counted(&view, "company"), (rows("Accounts"), rows("Accounts"), 0));
        assert_eq!(counted(&view, "contact"), (rows("Contacts"), rows("Contacts"), 0));
        assert_eq!(counted(&view, "lead"), (rows("Leads"), rows("Leads"), 0));
        assert_eq!(counted(&view, "deal"), (rows("Potentials"), rows("Potentials"), 0));
        let activities = rows("Calls") + rows("Events") + rows("Tasks");
        assert_eq!(counted(&view, "activity"), (activities, activities, 0));
        let deals: Vec<Deal> = records(&app).await;
        let leads: Vec<Lead> = records(&app).await;
        assert_eq!(records::<Activity>(&app).await.len() as u64, activities);
        let catalogue = catalogue(&app).await;
        assert_eq!(catalogue.campaigns.len() as u64, rows("Campaigns"));
        let free =
            catalogue.campaigns.iter().find(|campaign| campaign.name == "Campaign Dashboard - Free").unwrap();
        assert_eq!(free.cost.unwrap().amount, 35_780_000, "$357.80K");
        zoho_deals(&expected, &deals, &catalogue);
        let converted = |lead: &Lead| i64::from(lead.converted_at.is_some());
        let name = |lead: &Lead| {
            let id = lead.origin.source.unwrap();
            catalogue.sources.iter().find(|source| source.id == id).unwrap().name.clone()
        };
        let sources: BTreeMap<String, Value> = tally(&leads, name, converted)
            .into_iter()
            .map(|(name, (leads, converted))| (name, json!({ "leads": leads, "converted": converted })))
            .collect();
        assert_eq!(json!(sources), expected["leads_by_source"]);
        assert!(deals.iter().all(|deal| deal.lead.is_some()), "every deal came from a lead");
    });
}

fn zoho_deals(expected: &Value, deals: &[Deal], catalogue: &trechter_domain::Catalogue) {
    assert_eq!(json!(deals.iter().map(amount).sum::<i64>() as f64 / 100.0), expected["potentials_amount"]);
    let stage = |deal: &Deal| match deal.status {
        DealStatus::Won => "Closed Won".to_owned(),
        DealStatus::Lost => "Closed Lost".to_owned(),
        DealStatus::Open => catalogue.stage(deal.stage).unwrap().1.name.clone(),
    };
    let stages: BTreeMap<String, Value> = tally(deals, stage, amount)
        .into_iter()
        .map(|(stage, (deals, sum))| (stage, json!({ "deals": deals, "amount": sum / 100 })))
        .collect();
    assert_eq!(json!(stages), expected["by_stage"]);
    let owner = |deal: &Deal| catalogue.member(deal.owner.unwrap()).unwrap().name.clone();
    let mut owners: BTreeMap<String, Value> = BTreeMap::new();
    for (name, (count, sum)) in tally(deals, owner, amount) {
        let won: Vec<&Deal> =
            deals.iter().filter(|deal| deal.status == DealStatus::Won && owner(deal) == name).collect();
        let won_amount = won.iter().map(|deal| amount(deal)).sum::<i64>() / 100;
        owners.insert(
            name,
            json!({ "deals": count, "amount": sum / 100, "won": won.len(), "won_amount": won_amount }),
        );
    }
    assert_eq!(json!(owners), expected["by_owner"]);
}

/// Deals and amounts (cents) by stage, closed ones by how they were closed.
async fn stages(app: &TestApp, deals: &[Deal]) -> BTreeMap<String, (i64, i64)> {
    let catalogue = catalogue(app).await;
    let stage = |deal: &Deal| match deal.status {
        DealStatus::Won => "Closed Won".to_owned(),
        DealStatus::Lost => "Closed Lost".to_owned(),
        DealStatus::Open => catalogue.stage(deal.stage).unwrap().1.name.clone(),
    };
    tally(deals, stage, amount)
}

fn table(rows: &[(&str, i64, i64)]) -> BTreeMap<String, (i64, i64)> {
    rows.iter().map(|(name, count, sum)| ((*name).to_owned(), (*count, *sum))).collect()
}

#[test]
fn hubspot() {
    let Some(folder) = shared("crm-exports/hubspot-like") else { return };
    on_every_engine(async |app| {
        app.clock.advance(264 * DAY);
        let names =
            ["hubspot_companies.csv", "hubspot_contacts.csv", "hubspot_deals.csv", "hubspot_activities.csv"];
        let view = import(&app, example("hubspot.toml"), files(&folder, &names)).await;
        assert_eq!(counted(&view, "company"), (200, 200, 0));
        assert_eq!(counted(&view, "contact"), (950, 950, 0));
        assert_eq!(counted(&view, "deal"), (500, 500, 0));
        assert_eq!(counted(&view, "activity"), (2_000, 2_000, 0));
        let deals: Vec<Deal> = records(&app).await;
        assert_eq!(deals.iter().map(amount).sum::<i64>(), 6_249_979_017);
        let expected = [
            ("Appointment Scheduled", 70, 933_585_960),
            ("Closed Lost", 69, 871_958_246),
            ("Closed Won", 71, 893_436_148),
            ("Contract Sent", 75, 907_126_709),
            ("Decision Maker Bought-In", 63, 735_604_444),
            ("Presentation Scheduled", 75, 909_854_764),
            ("Qualified to Buy", 77, 998_412_746),
        ];
        assert_eq!(stages(&app, &deals).await, table(&expected));
        let contacts: Vec<Contact> = records(&app).await;
        assert_eq!(contacts.iter().filter(|contact| contact.company.is_some()).count(), 950 - 271);
        assert!(deals.iter().all(|deal| deal.contact.is_some() && deal.company.is_some()));
        assert!(records::<Activity>(&app).await.iter().all(|activity| activity.contact.is_some()));
    });
}

#[test]
fn salesforce_bulk() {
    let Some(folder) = shared("crm-exports/salesforce-bulk") else { return };
    on_every_engine(async |app| {
        app.clock.advance(264 * DAY);
        let names = ["Account.csv", "Contact.csv", "Lead.csv", "Opportunity.csv"];
        let view = import(&app, example("salesforce-bulk.toml"), files(&folder, &names)).await;
        assert_eq!(counted(&view, "company"), (12, 12, 0), "12 records on 45 lines");
        assert_eq!(counted(&view, "contact"), (22, 22, 0));
        assert_eq!(counted(&view, "lead"), (27, 27, 0));
        assert_eq!(counted(&view, "deal"), (31, 31, 0));
        let deals: Vec<Deal> = records(&app).await;
        let expected = [
            ("Closed Won", 18, 364_500_000),
            ("Id. Decision Makers", 3, 11_000_000),
            ("Needs Analysis", 1, 67_500_000),
            ("Negotiation/Review", 2, 39_500_000),
            ("Perception Analysis", 1, 12_000_000),
            ("Proposal/Price Quote", 2, 37_000_000),
            ("Prospecting", 1, 10_000_000),
            ("Qualification", 1, 1_500_000),
            ("Value Proposition", 2, 33_000_000),
        ];
        assert_eq!(stages(&app, &deals).await, table(&expected));
        let companies: Vec<Company> = records(&app).await;
        let uos = companies.iter().find(|company| company.name == "United Oil & Gas, Singapore").unwrap();
        assert_eq!(
            uos.address.street.as_deref(),
            Some("9 Tagore Lane\nSingapore, Singapore 787472\nSingapore")
        );
        assert!(remarks(&view, NoteKind::Warning, "import_closed_before_created") > 0);
    });
}

#[test]
fn salesforce_report_with_stage_history() {
    let Some(folder) = shared("crm-exports/salesforce-report") else { return };
    on_every_engine(async |app| {
        app.clock.advance(264 * DAY);
        let names = ["Account.csv", "Contact.csv", "Lead.csv", "Opportunity.csv", "OpportunityHistory.csv"];
        let view = import(&app, example("salesforce-report.toml"), files(&folder, &names)).await;
        assert_eq!(counted(&view, "company"), (18, 18, 0));
        assert_eq!(counted(&view, "contact"), (25, 25, 0));
        assert_eq!(counted(&view, "lead"), (22, 22, 0));
        assert_eq!(counted(&view, "deal"), (36, 36, 0));
        assert_eq!(counted(&view, "stage_history"), (48, 48, 0));
        let deals: Vec<Deal> = records(&app).await;
        let expected = [
            ("Closed Lost", 8, 83_000_000),
            ("Closed Won", 12, 281_500_000),
            ("Id. Decision Makers", 3, 11_000_000),
            ("Needs Analysis", 2, 67_500_000),
            ("Negotiation/Review", 2, 39_500_000),
            ("Perception Analysis", 1, 12_000_000),
            ("Proposal/Price Quote", 3, 37_000_000),
            ("Prospecting", 1, 10_000_000),
            ("Qualification", 1, 1_500_000),
            ("Value Proposition", 3, 33_000_000),
        ];
        assert_eq!(stages(&app, &deals).await, table(&expected));
        let leads: Vec<Lead> = records(&app).await;
        let converted: Vec<&Lead> = leads.iter().filter(|lead| lead.converted_at.is_some()).collect();
        assert_eq!(converted.len(), 5);
        assert!(converted.iter().all(|lead| lead.deal.is_some()), "they became deals of the same files");
        let id = view.id;
        let events =
            app.app.store.read(app.workspace, move |tx| tx.events_of_batch(id, 0, 100_000)).await.unwrap();
        let told = |kind| events.iter().filter(|event| event.event.kind == kind).count();
        // As the rows say: three deals moved on, seven were won and later turned into lost ones.
        use trechter_domain::EventKind::{Lost, Moved, Reopened, Won};
        assert_eq!((told(Moved), told(Reopened), told(Won), told(Lost)), (3, 7, 19, 8));
        assert!(events.iter().all(|event| event.event.occurred_at <= event.event.recorded_at));
    });
}

#[test]
fn ibm_win_loss() {
    let Some(folder) = shared("ibm-win-loss") else { return };
    if std::env::var_os("TRECHTER_TEST_LONG").is_none() {
        eprintln!("not tested: 78,025 rows take a while (TRECHTER_TEST_LONG=1 tries them)");
        return;
    }
    on_sqlite(async |app| {
        app.clock.advance(264 * DAY);
        let expected = expected(&folder);
        let view =
            import(&app, example("ibm-win-loss.toml"), files(&folder, &["sales-win-loss.csv.gz"])).await;
        assert_eq!(counted(&view, "deal"), (78_025, 78_025, 0));
        let deals: Vec<Deal> = records(&app).await;
        assert_eq!(json!(deals.iter().map(amount).sum::<i64>() / 100), expected["amount"]);
        let catalogue = catalogue(&app).await;
        for (slug, column) in
            [("region", "Region"), ("route", "Route To Market"), ("competitor_type", "Competitor Type")]
        {
            let field = catalogue.field(trechter_domain::event::Kind::Deal, slug).unwrap();
            let name = |deal: &Deal| {
                let key = deal.custom[slug].as_str().unwrap();
                field.choices.iter().find(|choice| choice.key == key).unwrap().name.clone()
            };
            let groups = by(&deals, |deal| Some(name(deal)));
            for (name, group) in expected[format!("by_{column}")].as_object().unwrap() {
                let ours = &groups[name];
                assert_eq!(
                    json!([ours["deals"], ours["won"], ours["won_value"]]),
                    json!([group["n"], group["won"], group["won_usd"]]),
                    "{name}"
                );
            }
        }
    });
}
