//! Nothing crosses between workspaces, through no function, and on PostgreSQL not even for raw SQL.

use serde_json::json;
use trechter_domain::catalogue::Tag;
use trechter_domain::event::Kind;
use trechter_domain::permission::Reach;
use trechter_domain::record::{Activity, Company, Contact, Deal, Lead};
use trechter_domain::{BatchId, DealId, FileId, Instant, Refusal, WorkspaceId};
use trechter_store::{Batch, BoardQuestion, Filter, ImportedRow, Location, Op, Query, Sort, StoredFile};

use crate::home::{Home, both, on_postgres, refusal};
use crate::raw;

/// Something of every kind, in one workspace.
struct Things {
    company: uuid::Uuid,
    deal: DealId,
    batch: BatchId,
    file: FileId,
    seq: i64,
}

async fn furnish(home: &Home) -> Things {
    let s = home.setup();
    let company = home.create::<Company>(json!({ "name": "Smits", "phone": "020-1234567" })).await.id.0;
    home.create::<Contact>(json!({ "last_name": "Vos", "company": company })).await;
    let fields = json!({
        "title": "Oven", "pipeline": s.pipeline, "stage": s.stages[0], "company": company,
        "custom": { "region": "zuid" }, "tags": [s.tags[0]],
    });
    let deal = home.create::<Deal>(fields).await.id;
    home.create::<Lead>(json!({ "company_name": "Smits" })).await;
    home.create::<Activity>(json!({ "kind": "call", "subject": "Bel", "deal": deal })).await;
    let (batch, file) = (BatchId(home.desk.id()), FileId(home.desk.id()));
    home.write(move |tx, ctx| {
        tx.save_batch(&Batch {
            id: batch,
            state: "running".into(),
            created_at: ctx.now,
            created_by: ctx.actor,
            doc: json!({ "rows": 1 }),
        })?;
        tx.save_imported_rows(&[ImportedRow {
            system: "oud".into(),
            kind: Kind::Company,
            external_id: "1".into(),
            subject: company,
            batch,
            doc: json!({}),
        }])?;
        tx.save_import_notes(batch, &[(1, "warning", json!({ "row": 1 }))])?;
        tx.add_file(&StoredFile {
            id: file,
            subject: company,
            name: "a.pdf".into(),
            media_type: "application/pdf".into(),
            size: 3,
            sha256: vec![7; 32],
            added_at: ctx.now,
            added_by: ctx.actor,
        })?;
        tx.claim_key(company, "/companies", "key", b"hash", ctx.now)?;
        tx.keep_reply(company, "/companies", "key", 201, "x")
    })
    .await
    .unwrap();
    Things { company, deal, batch, file, seq: home.seq().await }
}

#[test]
fn another_workspaces_ids_are_as_if_they_did_not_exist() {
    both(async |home| {
        let mine = furnish(&home).await;
        let stranger = home.neighbour().await;
        let (s, tag) = (home.setup(), home.desk.setup.tags[0]);
        let Things { company, deal, batch, file, seq } = mine;
        let own_seq = stranger.seq().await;
        assert!(own_seq < seq, "the numbers of the other are beyond its own");
        let question =
            BoardQuestion { pipeline: s.pipeline, reach: Reach::All, filters: Vec::new(), limit: 10 };
        let by_tag = Filter { field: "tags".into(), op: Op::Eq, values: vec![tag.to_string()] };
        let query = Query {
            reach: Reach::All,
            filters: Vec::new(),
            sort: Sort { field: "title".into(), descending: false },
            limit: 10,
            after: None,
        };
        stranger
            .read(move |tx| {
                assert_eq!(tx.load::<Company>(company)?, None);
                assert!(tx.load_all::<Company>(&[company])?.is_empty());
                assert_eq!(tx.load_listed::<Deal>(deal)?, None);
                assert_eq!(tx.load_entry::<Tag>(tag)?, None);
                assert!(tx.subjects(&[company, deal.0])?.is_empty());
                assert!(tx.subjects(&[company, deal.0])?.is_empty());
                assert!(tx.ids_linked::<Contact>("company", company, 10)?.is_empty());
                assert!(tx.ids_by_match::<Company>(&["smits".into()])?.is_empty());
                assert!(tx.list::<Deal>(&query)?.items.is_empty());
                assert_eq!(tx.totals::<Deal>(&Reach::All, &[])?.count, 0);
                assert_eq!(tx.totals::<Deal>(&Reach::All, &[by_tag])?.count, 0);
                assert_eq!(tx.board(&question, &s.stages)?[0].totals.count, 0);
                assert!(tx.board_cards(&question, s.stages[0], None)?.0.is_empty());
                assert_eq!(tx.rank_of(deal, s.stages[0])?, None);
                assert_eq!(tx.neighbour_rank(s.pipeline, s.stages[0], None, true, DealId::default())?, None);
                assert!(tx.events_after(own_seq, 100)?.is_empty());
                assert!(tx.events_numbered(&[seq])?.is_empty());
                assert!(tx.events_of_batch(batch, 0, 10)?.is_empty());
                assert!(tx.events_since_version(company, 0)?.is_empty());
                assert!(tx.timeline(&[company, deal.0], None, 10)?.is_empty());
                assert_eq!(tx.batch(batch)?, None);
                assert!(tx.batches(10)?.is_empty());
                assert!(tx.imported_rows("oud", Kind::Company, &["1".into()])?.is_empty());
                assert_eq!(tx.file(file)?, None);
                assert!(tx.files_of(company)?.is_empty());
                assert!(!tx.file_in_use(&[7; 32])?);
                let words = [vec!["smits".to_owned()]];
                assert!(tx.search(&words, &[], &Reach::All, 10)?.is_empty());
                Ok(())
            })
            .await
            .unwrap();
        let corrected = home.store.corrected(stranger.desk.workspace, "smist").await.unwrap();
        assert_eq!(corrected, [["smist"]], "another workspace's words are not suggested");
    });
}

#[test]
fn what_a_stranger_writes_under_the_same_ids_is_his_own() {
    both(async |home| {
        let mine = furnish(&home).await;
        let stranger = home.neighbour().await;
        let Things { company, deal, batch, file, .. } = mine;
        stranger
            .write(move |tx, ctx| {
                tx.set_rank(deal, "0i")?;
                tx.remove_file(file)?;
                tx.forget_imported(batch)?;
                assert_eq!(tx.claim_key(company, "/companies", "key", b"other", ctx.now)?, None);
                let fields = json!({ "name": "Van een ander" });
                let made =
                    trechter_domain::decide::create::<Company>(ctx, company, crate::home::object(&fields))?;
                tx.save(&made)
            })
            .await
            .unwrap();
        assert_eq!(stranger.load::<Company>(company).await.unwrap().name, "Van een ander");
        assert_eq!(home.load::<Company>(company).await.unwrap().name, "Smits");
        let (rank, file, rows) = home
            .read(move |tx| {
                let stage = tx.load::<Deal>(deal)?.unwrap().stage;
                let rows = tx.imported_rows("oud", Kind::Company, &["1".into()])?;
                Ok((tx.rank_of(deal, stage)?.unwrap(), tx.file(file)?, rows))
            })
            .await
            .unwrap();
        assert_ne!(rank, "0i");
        assert!(file.is_some());
        assert_eq!(rows.len(), 1);
    });
}

#[test]
fn a_workspace_that_is_not_there_is_not_found() {
    both(async |home| {
        let nowhere = WorkspaceId(home.desk.id());
        assert_eq!(refusal(home.store.read(nowhere, |tx| Ok(tx.seq())).await), "not_found");
        let outcome = home.store.write(nowhere, |tx| tx.push(&[])).await;
        assert_eq!(refusal(outcome), "not_found");
        // Founding one that exists harms neither it nor those who write at the same time.
        let again = home.store.found(home.desk.workspace, "Dubbel", Instant(0), |_| Ok(()));
        let beside = home
            .write(|tx, ctx| crate::home::create::<Company>(tx, ctx, (ctx.ids)(), &json!({ "name": "A" })));
        let (again, beside) = tokio::join!(again, beside);
        assert!(again.is_err());
        beside.unwrap();
        let refused =
            home.store.found(nowhere, "Nooit", Instant(0), |_| Err::<(), _>(Refusal::forbidden().into()));
        assert_eq!(refusal(refused.await), "forbidden");
        assert_eq!(refusal(home.store.read(nowhere, |tx| Ok(tx.seq())).await), "not_found");
    });
}

#[test]
fn row_level_security_hides_rows_from_any_query() {
    on_postgres(async |home| {
        furnish(&home).await;
        let stranger = home.neighbour().await;
        let Location::Postgres(url) = home.location.clone() else { panic!("it is PostgreSQL") };
        let (mine, others) = (home.desk.workspace, stranger.desk.workspace);
        let checked = tokio::task::spawn_blocking(move || {
            let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
            let tables = raw::pg(
                &mut client,
                "SELECT c.table_name::text FROM information_schema.columns c WHERE c.column_name = 'workspace_id' \
                 AND c.table_schema = current_schema() \
                 AND c.table_name NOT IN ('memberships', 'sessions', 'tokens', 'invitations')",
            );
            client.batch_execute("SET ROLE trechter_app").unwrap();
            let mut seen = 0;
            for table in tables.iter().map(|row| row[0].as_str()) {
                let ids = |client: &mut postgres::Client| {
                    raw::pg(client, &format!("SELECT DISTINCT workspace_id FROM {table}"))
                };
                client.batch_execute("RESET trechter.workspace").unwrap();
                assert!(ids(&mut client).is_empty(), "{table} is open without a workspace");
                client.batch_execute(&format!("SET trechter.workspace = '{others}'")).unwrap();
                assert!(ids(&mut client).iter().all(|row| row[0] == others.to_string()), "{table} is open");
                let changed = client.execute(&format!("DELETE FROM {table} WHERE workspace_id <> '{others}'"), &[]);
                assert_eq!(changed.unwrap(), 0, "{table}");
                client.batch_execute(&format!("SET trechter.workspace = '{mine}'")).unwrap();
                let own = ids(&mut client);
                assert_eq!(own, [[mine.to_string()]], "{table} is furnished");
                seen += 1;
            }
            client.batch_execute(&format!("SET trechter.workspace = '{others}'")).unwrap();
            let smuggled = client.batch_execute(&format!(
                "INSERT INTO search_words (workspace_id, word, subject) VALUES ('{mine}', 'x', '{mine}')"
            ));
            assert!(smuggled.is_err(), "rows cannot be put into another workspace either");
            assert!(client.batch_execute("ALTER TABLE deals DISABLE ROW LEVEL SECURITY").is_err());
            seen
        })
        .await
        .unwrap();
        assert_eq!(checked, 15);
    });
}
