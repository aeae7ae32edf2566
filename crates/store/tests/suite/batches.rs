//! Imports: their progress, what rows became, records by their match key; and files.

use serde_json::json;
use trechter_domain::event::Kind;
use trechter_domain::record::Company;
use trechter_domain::{BatchId, FileId, text};
use trechter_store::{Batch, ImportedRow, StoredFile};

use crate::home::both;

#[test]
fn a_batch_keeps_its_progress() {
    both(async |home| {
        let ids = [BatchId(home.desk.id()), BatchId(home.desk.id())];
        for id in ids {
            home.write(move |tx, ctx| {
                tx.save_batch(&Batch {
                    id,
                    state: "running".into(),
                    created_at: ctx.now,
                    created_by: ctx.actor,
                    doc: json!({ "row": 0 }),
                })
            })
            .await
            .unwrap();
        }
        home.write(move |tx, _| {
            let mut batch = tx.batch(ids[0])?.unwrap();
            batch.state = "finished".into();
            batch.doc = json!({ "row": 9 });
            tx.save_batch(&batch)
        })
        .await
        .unwrap();
        let (first, latest) =
            home.read(move |tx| Ok((tx.batch(ids[0])?.unwrap(), tx.batches(1)?))).await.unwrap();
        assert_eq!((first.state.as_str(), &first.doc), ("finished", &json!({ "row": 9 })));
        assert_eq!(first.created_by, Some(home.desk.setup.owner));
        assert_eq!(latest.iter().map(|batch| batch.id).collect::<Vec<_>>(), [ids[1]]);
    });
}

#[test]
fn imported_rows_are_known_again_until_they_are_forgotten() {
    both(async |home| {
        let (first, second) = (BatchId(home.desk.id()), BatchId(home.desk.id()));
        let subject = home.desk.id();
        let row = move |number: usize, batch, name: &str| ImportedRow {
            system: "oud".into(),
            kind: Kind::Company,
            external_id: number.to_string(),
            subject,
            batch,
            doc: json!({ "name": name }),
        };
        home.write(move |tx, _| {
            let rows: Vec<ImportedRow> = (0..450).map(|number| row(number, first, "a")).collect();
            tx.save_imported_rows(&rows)?;
            tx.save_imported_rows(&[row(7, second, "b")])
        })
        .await
        .unwrap();
        let asked: Vec<String> = (0..500).map(|number| number.to_string()).collect();
        let (found, other_kind, other_system) = home
            .read(move |tx| {
                Ok((
                    tx.imported_rows("oud", Kind::Company, &asked)?,
                    tx.imported_rows("oud", Kind::Contact, &asked)?,
                    tx.imported_rows("nieuw", Kind::Company, &asked)?,
                ))
            })
            .await
            .unwrap();
        assert_eq!((found.len(), other_kind.len(), other_system.len()), (450, 0, 0));
        let seventh = found.iter().find(|row| row.external_id == "7").unwrap();
        assert_eq!((seventh.batch, &seventh.doc), (second, &json!({ "name": "b" })));
        home.write(move |tx, _| tx.forget_imported(first)).await.unwrap();
        let left =
            home.read(|tx| tx.imported_rows("oud", Kind::Company, &["7".into(), "8".into()])).await.unwrap();
        assert_eq!(left.len(), 1);
    });
}

#[test]
fn records_are_found_by_their_match_key() {
    both(async |home| {
        let smits = home.create::<Company>(json!({ "name": "Bakkerij Smits B.V." })).await;
        let gone = home.create::<Company>(json!({ "name": "bakkerij smits" })).await;
        home.change::<Company>(gone.id, trechter_domain::decide::remove).await.unwrap();
        let keys: Vec<String> =
            ["BAKKERIJ SMITS BV", "Onbekend"].iter().map(|name| text::match_key(name)).collect();
        let found = home.read(move |tx| tx.ids_by_match::<Company>(&keys)).await.unwrap();
        assert_eq!(found, [("bakkerijsmits".to_owned(), smits.id.0)]);
    });
}

#[test]
fn files_hang_on_their_record() {
    both(async |home| {
        let company = home.create::<Company>(json!({ "name": "A" })).await.id.0;
        let ids = [FileId(home.desk.id()), FileId(home.desk.id())];
        for (id, name) in ids.into_iter().zip(["één.pdf", "twee.pdf"]) {
            home.write(move |tx, ctx| {
                tx.add_file(&StoredFile {
                    id,
                    subject: company,
                    name: name.into(),
                    media_type: "application/pdf".into(),
                    size: 5_000_000_000,
                    sha256: vec![9; 32],
                    added_at: ctx.now,
                    added_by: ctx.actor,
                })
            })
            .await
            .unwrap();
        }
        let (files, file, used) = home
            .read(move |tx| Ok((tx.files_of(company)?, tx.file(ids[0])?, tx.file_in_use(&[9; 32])?)))
            .await
            .unwrap();
        assert_eq!(files.iter().map(|file| file.id).collect::<Vec<_>>(), [ids[1], ids[0]]);
        let file = file.unwrap();
        assert_eq!((file.name.as_str(), file.size), ("één.pdf", 5_000_000_000));
        assert!(used);
        home.write(move |tx, _| ids.into_iter().try_for_each(|id| tx.remove_file(id))).await.unwrap();
        assert!(!home.read(|tx| tx.file_in_use(&[9; 32])).await.unwrap());
    });
}
