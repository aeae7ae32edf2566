//! Small files of our own: what changes on a later import, what is refused, what a crash leaves behind.

use serde_json::{Value, json};
use trechter_domain::decide;
use trechter_domain::event::EventKind;
use trechter_domain::record::{Activity, Company, Contact, Deal, DealStatus, Lead};
use trechter_domain::{Origin, permission::Act};
use trechter_server::caller::Deed;
use trechter_server::import::job;
use trechter_server::import::mapping::{BadCells, Mapping};
use trechter_server::import::report::{NoteKind, State};
use trechter_store::Stored;

use crate::bench::*;
use crate::harness::{TestApp, on_every_engine, on_sqlite};

pub const COMPANIES: &str = "nr;naam;plaats;mensen\n1;Bakkerij Smits;Gent;12\n2;Café Müller;Brugge;3\n";
pub const DEALS: &str = "nr;titel;klant;bedrag;fase;gemaakt;gesloten\n\
    10;Oven;1;€ 1.250,50;Offerte;01-02-2025;\n\
    11;Kassa;2;800;Gewonnen;03-02-2025;10-02-2025\n\
    12;Kast;2;€ 99;Verloren;05-03-2025;01-03-2025\n";

pub fn shop() -> Mapping {
    mapping(
        r#"
        system = "oud"
        [[pipeline]]
        into = "Winkel"
        stages = ["Kans", "Offerte"]
        map.Gewonnen = { outcome = "won" }
        map.Verloren = { outcome = "lost" }
        [[file]]
        name = "bedrijven.csv"
        entity = "company"
        id = ["nr"]
        columns = { naam = "name", plaats = "city", mensen = "employees" }
        [[file]]
        name = "deals.csv"
        entity = "deal"
        id = ["nr"]
        [file.columns]
        titel = "title"
        klant = { field = "company", by = "id" }
        bedrag = { field = "value", decimal = "," }
        fase = "stage"
        gemaakt = { field = "created_at", date = "dmy" }
        gesloten = { field = "close_date", date = "dmy" }
        "#,
    )
}

pub fn shop_files() -> Vec<(String, Vec<u8>)> {
    texts(&[("bedrijven.csv", COMPANIES), ("deals.csv", DEALS)])
}

/// Somebody edits a record by hand.
pub async fn edit<R: Stored>(app: &TestApp, id: uuid::Uuid, patch: Value) {
    let deed = Deed::new(&app.app, Some(app.owner.id.parse().unwrap()), Origin::Member, Act::WriteRecords);
    let written = app.app.store.write(app.workspace, move |tx| {
        let record: R = tx.load(id)?.unwrap();
        let catalogue = tx.catalogue();
        tx.save(&decide::edit(&deed.ctx(&catalogue), &record, patch.as_object().unwrap())?)
    });
    written.await.unwrap();
}

pub async fn company(app: &TestApp, name: &str) -> Company {
    records::<Company>(app).await.into_iter().find(|company| company.name == name).unwrap()
}

#[test]
fn files_become_records_with_their_own_time() {
    on_every_engine(async |app| {
        let view = import(&app, shop(), shop_files()).await;
        let deals: Vec<Deal> = records(&app).await;
        let deal = |title: &str| deals.iter().find(|deal| deal.title == title).unwrap();
        let (open, won, lost) = (deal("Oven"), deal("Kassa"), deal("Kast"));
        assert_eq!(open.value.unwrap(), trechter_domain::Money::new(125_050, trechter_domain::Currency::EUR));
        assert_eq!(open.company, Some(company(&app, "Bakkerij Smits").await.id));
        assert_eq!(
            open.created_at.to_string(),
            "2025-01-31T23:00:00.000Z",
            "midnight in the workspace's zone"
        );
        assert_eq!(
            (won.status, won.closed_at.unwrap().to_string().as_str()),
            (DealStatus::Won, "2025-02-09T23:00:00.000Z")
        );
        assert_eq!((lost.status, lost.loss_reason), (DealStatus::Lost, None));
        assert!(lost.closed_at.unwrap() < lost.created_at, "kept as the file says it");
        assert_eq!(remarks(&view, NoteKind::Warning, "import_closed_before_created"), 1);
        assert_eq!(batch_events(&app, view.id).await, [EventKind::BatchStarted, EventKind::BatchFinished]);
        let id = view.id;
        let events =
            app.app.store.read(app.workspace, move |tx| tx.events_of_batch(id, 0, 1_000)).await.unwrap();
        assert!(events.iter().all(|event| event.event.origin == Origin::Import));
        let external = won.external.clone().unwrap();
        assert_eq!((external.system.as_str(), external.id.as_str()), ("oud", "11"));
    });
}

#[test]
fn the_same_files_again_change_nothing() {
    on_every_engine(async |app| {
        import(&app, shop(), shop_files()).await;
        let before = seq(&app).await;
        app.clock.advance(DAY);
        let again = import(&app, shop(), shop_files()).await;
        let total = again.report.as_ref().unwrap().total();
        assert_eq!((total.rows, total.unchanged, total.created, total.changed), (5, 5, 0, 0));
        assert_eq!(seq(&app).await, before + 2, "only that it began and finished");
    });
}

#[test]
fn a_later_file_changes_only_what_differs_in_it() {
    on_every_engine(async |app| {
        import(&app, shop(), shop_files()).await;
        let smits = company(&app, "Bakkerij Smits").await;
        edit::<Company>(&app, smits.id.0, json!({ "notes": "Vraag naar Anneke", "employees": 14 })).await;
        let later = COMPANIES.replace("Gent", "Aalst");
        let view = import(&app, shop(), texts(&[("bedrijven.csv", &later)])).await;
        let after = company(&app, "Bakkerij Smits").await;
        assert_eq!(after.address.city.as_deref(), Some("Aalst"));
        assert_eq!((after.employees, after.notes.as_deref()), (Some(14), Some("Vraag naar Anneke")));
        let total = view.report.as_ref().unwrap().total();
        assert_eq!((total.changed, total.unchanged), (1, 1));
        assert!(!view.report.unwrap().remarks.contains_key(&NoteKind::Conflict));
    });
}

#[test]
fn a_field_edited_here_is_kept_and_shown_as_a_conflict() {
    on_every_engine(async |app| {
        import(&app, shop(), shop_files()).await;
        let smits = company(&app, "Bakkerij Smits").await;
        edit::<Company>(&app, smits.id.0, json!({ "employees": 14 })).await;
        let later = texts(&[("bedrijven.csv", &COMPANIES.replace(";12", ";20"))]);
        let view = import(&app, shop(), later.clone()).await;
        assert_eq!(company(&app, "Bakkerij Smits").await.employees, Some(14));
        let report = view.report.unwrap();
        let conflict = report.notes.iter().find(|note| note.kind == NoteKind::Conflict).unwrap();
        assert_eq!(conflict.field.as_deref(), Some("employees"));
        assert_eq!((conflict.value.clone(), conflict.ours.clone()), (Some(json!(20)), Some(json!(14))));
        assert_eq!((conflict.line, conflict.subject), (2, Some(smits.id.0)));
        let again = import(&app, shop(), later).await;
        assert_eq!(again.report.unwrap().total().unchanged, 2, "it is told once");
    });
}

#[test]
fn a_deal_that_went_on_in_the_old_program_goes_on_here() {
    on_every_engine(async |app| {
        import(&app, shop(), shop_files()).await;
        let later = DEALS.replace("Offerte;01-02-2025;", "Gewonnen;01-02-2025;20-02-2025");
        import(&app, shop(), texts(&[("deals.csv", &later)])).await;
        let deals: Vec<Deal> = records(&app).await;
        let oven = deals.iter().find(|deal| deal.title == "Oven").unwrap();
        assert_eq!(
            (oven.status, oven.closed_at.unwrap().to_string().as_str()),
            (DealStatus::Won, "2025-02-19T23:00:00.000Z")
        );
    });
}

#[test]
fn stage_history_becomes_moves_at_their_own_time() {
    on_every_engine(async |app| {
        let history = "deal,fase,op\n10,Kans,2025-02-01 10:00\n10,Offerte,2025-02-05 11:00\n11,Kans,2025-02-03 09:00\n11,Gewonnen,2025-02-10 12:00\n99,Kans,2025-01-01\n10,Kans,ooit\n";
        let mut mapping = shop();
        let more = crate::bench::mapping(
            r#"
            [[file]]
            name = "fasen.csv"
            entity = "stage_history"
            columns = { deal = "deal", fase = "stage", op = { field = "at", date = "ymd" } }
            "#,
        );
        mapping.files.extend(more.files);
        let mut files = shop_files();
        files.extend(texts(&[("fasen.csv", history)]));
        let view = import(&app, mapping.clone(), files.clone()).await;
        let deals: Vec<Deal> = records(&app).await;
        let oven = deals.iter().find(|deal| deal.title == "Oven").unwrap().clone();
        let subject = oven.id.0;
        let events =
            app.app.store.read(app.workspace, move |tx| tx.events_since_version(subject, 0)).await.unwrap();
        let told: Vec<(EventKind, String)> =
            events.iter().map(|event| (event.event.kind, event.event.occurred_at.to_string())).collect();
        let at = |text: &str| text.to_owned();
        assert_eq!(
            told,
            [
                (EventKind::Created, at("2025-01-31T23:00:00.000Z")),
                (EventKind::Moved, at("2025-02-05T10:00:00.000Z")),
            ]
        );
        assert_eq!(remarks(&view, NoteKind::Refused, "import_not_a_date"), 1);
        let before = seq(&app).await;
        import(&app, mapping, files).await;
        assert_eq!(seq(&app).await, before + 2);
    });
}

#[test]
fn bad_rows_are_refused_in_words_and_the_others_come_in() {
    on_every_engine(async |app| {
        let bad = "nr;titel;klant;bedrag;fase;gemaakt;gesloten\n\
            20;Goed;;5;Kans;01-02-2025;\n\
            21;;;5;Kans;01-02-2025;\n\
            22;Datum;;5;Kans;31-02-2025;\n\
            23;Bedrag;;veel;Kans;01-02-2025;\n\
            24;Fase;;5;Onbekend;01-02-2025;\n\
            20;Dubbel;;6;Kans;01-02-2025;\n\
            25;Wees;777;5;Kans;01-02-2025;\n";
        let view = import(&app, shop(), texts(&[("deals.csv", bad)])).await;
        let report = view.report.as_ref().unwrap();
        let total = report.total();
        assert_eq!((total.rows, total.created, total.refused), (7, 2, 5));
        for (code, line) in [
            ("required", 3),
            ("import_not_a_date", 4),
            ("import_not_an_amount", 5),
            ("import_unknown_stage", 6),
            ("import_repeated_id", 7),
        ] {
            let note = report.notes.iter().find(|note| note.code == code).unwrap_or_else(|| panic!("{code}"));
            assert_eq!((note.kind, note.line), (NoteKind::Refused, line), "{code}");
        }
        assert_eq!(remarks(&view, NoteKind::Warning, "import_link_not_found"), 1);
        let id = view.id;
        let csv =
            app.app.store.read(app.workspace, move |tx| trechter_server::import::refused::csv(tx, id, "nl"));
        let csv = csv.await.unwrap();
        assert_eq!(csv.lines().count(), 6);
        assert!(csv.starts_with("Bestand,Regel,Reden,nr,titel"), "{csv}");
        assert!(csv.contains("deals.csv,5,bedrag: Dit is geen bedrag.,23,Bedrag,,veel"), "{csv}");
        let mut lenient = shop();
        lenient.bad_cells = BadCells::Skip;
        let view = import(&app, lenient, texts(&[("deals.csv", bad)])).await;
        let total = view.report.as_ref().unwrap().total();
        assert_eq!(
            (total.created, total.refused),
            (2, 3),
            "dates and amounts that cannot be read are left empty"
        );
    });
}

#[test]
fn one_file_may_hold_companies_people_and_deals() {
    on_every_engine(async |app| {
        let flat = "Person - Name*,Person - Email (Work),Organization - Name*,Deal - Title,Deal - Value,Activity - Subject*,Activity - Due date\n\
            Tony Turner,tony@moveer.com,Moveer Limited,Moveer Deal,100.0,First pitch,45631.0\n\
            Ann Turner,ann@moveer.com,Moveer Limited,Second Deal,50,,\n\
            Bob Young,bob@young.com,,,,,\n";
        let (desk, taken) = taken(&app, None, texts(&[("pipedrive.csv", flat)])).await;
        assert_eq!(taken.doc.mapping.system, "pipedrive");
        let view = work(&desk, State::Running).await;
        assert_eq!(view.state, State::Finished);
        let (companies, contacts): (Vec<Company>, Vec<Contact>) = (records(&app).await, records(&app).await);
        let deals: Vec<Deal> = records(&app).await;
        assert_eq!((companies.len(), contacts.len(), deals.len()), (1, 3, 2));
        let tony = contacts.iter().find(|contact| contact.first_name.as_deref() == Some("Tony")).unwrap();
        assert_eq!((tony.company, tony.emails[0].value.as_str()), (Some(companies[0].id), "tony@moveer.com"));
        let deal = deals.iter().find(|deal| deal.title == "Moveer Deal").unwrap();
        assert_eq!(
            (deal.company, deal.contact, deal.value.unwrap().amount),
            (tony.company, Some(tony.id), 10_000)
        );
        let activities: Vec<Activity> = records(&app).await;
        assert_eq!(activities.len(), 1);
        assert_eq!(activities[0].deal, Some(deal.id));
    });
}

#[test]
fn lists_are_made_only_when_the_mapping_allows_it() {
    on_every_engine(async |app| {
        let leads = "naam,bron,eigenaar\nAnna,Zeppelin,Bram\n";
        let mut mapping = mapping(
            r#"
            system = "oud"
            create = []
            [[file]]
            name = "leads.csv"
            entity = "lead"
            columns = { naam = "name", bron = "source", eigenaar = "owner" }
            "#,
        );
        let view = import(&app, mapping.clone(), texts(&[("leads.csv", leads)])).await;
        assert_eq!(remarks(&view, NoteKind::Warning, "import_unknown_entry"), 2);
        let known: Vec<Lead> = records(&app).await;
        assert_eq!((known[0].owner, known[0].origin.source), (None, None));
        mapping.create = Mapping::default().create;
        mapping.system = "nieuw".into();
        import(&app, mapping, texts(&[("leads.csv", leads)])).await;
        let catalogue = catalogue(&app).await;
        let bram = catalogue.members.iter().find(|member| member.name == "Bram").unwrap();
        assert!(!bram.active && bram.email.is_none());
        assert!(catalogue.sources.iter().any(|source| source.name == "Zeppelin"));
    });
}

#[test]
fn workbooks_are_read_like_other_files() {
    on_sqlite(async |app| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (column, name) in ["Company", "Employees", "Since"].into_iter().enumerate() {
            sheet.write(0, column as u16, name).unwrap();
        }
        sheet.write(1, 0, "Smits").unwrap();
        sheet.write(1, 1, 12).unwrap();
        let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
        let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2019, 4, 1).unwrap();
        sheet.write_with_format(1, 2, &day, &format).unwrap();
        let mapping = mapping(
            r#"
            system = "excel"
            [[file]]
            name = "*.xlsx"
            entity = "company"
            columns = { Company = "name", Employees = "employees", Since = { field = "customer_since", date = "ymd" } }
            "#,
        );
        import(&app, mapping, vec![("klanten.xlsx".into(), book.save_to_buffer().unwrap())]).await;
        let company = company(&app, "Smits").await;
        assert_eq!(
            (company.employees, company.customer_since.unwrap().to_string().as_str()),
            (Some(12), "2019-04-01")
        );
    });
}

#[test]
fn a_dry_run_counts_and_keeps_nothing() {
    on_every_engine(async |app| {
        let before = seq(&app).await;
        let (desk, _) = taken(&app, Some(shop()), shop_files()).await;
        let view = work(&desk, State::Checking).await;
        assert_eq!((view.state, view.error), (State::Draft, None));
        let tried = view.dry_run.unwrap();
        assert_eq!((tried.total().created, tried.total().refused), (5, 0));
        assert_eq!(seq(&app).await, before);
        assert!(records::<Company>(&app).await.is_empty());
        let ran = work(&desk, State::Running).await;
        assert_eq!(ran.report.unwrap().counts, tried.counts, "the run does what was tried");
    });
}

/// Many companies, so that an import takes several chunks.
pub fn many(count: usize) -> Vec<(String, Vec<u8>)> {
    let rows: String = (0..count).map(|i| format!("{i};Bedrijf {i};Gent;{i}\n")).collect();
    let deals: String = (0..count).map(|i| format!("{i};Deal {i};{i};1;Kans;01-02-2025;\n")).collect();
    texts(&[
        ("bedrijven.csv", &format!("nr;naam;plaats;mensen\n{rows}")),
        ("deals.csv", &format!("nr;titel;klant;bedrag;fase;gemaakt;gesloten\n{deals}")),
    ])
}

/// Waits until some rows are in.
async fn under_way(desk: &job::Desk, rows: u64) {
    while view(desk).await.progress.done < rows {
        tokio::task::yield_now().await;
    }
}

#[test]
fn an_import_goes_on_after_a_crash() {
    on_every_engine(async |app| {
        let (desk, _) = taken(&app, Some(shop()), many(700)).await;
        desk.change(&[State::Draft], |import| import.state = State::Running).await.unwrap();
        let task = tokio::spawn(desk.clone().work(State::Running));
        under_way(&desk, 100).await;
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
        // The last write of the dead task may still be on its way; the next one waits for it.
        assert_eq!(view(&desk).await.state, State::Running);
        app.clock.advance(job::LEASE);
        for task in job::take_up(&app.app, job::LEASE).await.unwrap() {
            task.await.unwrap();
        }
        let after = view(&desk).await;
        assert_eq!(after.state, State::Finished, "{:?}", after.error);
        let total = after.report.unwrap().total();
        assert_eq!((total.rows, total.created, after.progress.done), (1_400, 1_400, 1_400));
        let (companies, deals): (Vec<Company>, Vec<Deal>) = (records(&app).await, records(&app).await);
        assert_eq!((companies.len(), deals.len()), (700, 700), "nothing twice, nothing lost");
        assert!(deals.iter().all(|deal| deal.company.is_some()), "links across the crash");
    });
}

#[test]
fn a_cancelled_import_stops_and_can_be_undone() {
    on_every_engine(async |app| {
        let (desk, _) = taken(&app, Some(shop()), many(700)).await;
        desk.change(&[State::Draft], |import| import.state = State::Running).await.unwrap();
        let task = tokio::spawn(desk.clone().work(State::Running));
        under_way(&desk, 20).await;
        desk.cancel().await.unwrap();
        task.await.unwrap();
        let stopped = view(&desk).await;
        assert_eq!(stopped.state, State::Cancelled);
        let created = stopped.report.unwrap().total().created;
        assert!((20..1_400).contains(&created), "{created}");
        let undone = work(&desk, State::Undoing).await;
        assert_eq!(undone.state, State::Undone, "{:?}", undone.error);
        assert!(records::<Company>(&app).await.is_empty());
    });
}
