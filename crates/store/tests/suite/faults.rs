//! The database goes away and comes back; closures panic; nobody is kept waiting for ever.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::json;
use trechter_domain::record::Company;
use trechter_store::{Error, Location, Result};

use crate::home::{Home, POSTGRES, both, create, fresh_database, run};

/// A wire to the database that can be cut.
struct Wire {
    port: u16,
    whole: Arc<AtomicBool>,
    open: Arc<Mutex<Vec<TcpStream>>>,
}

impl Wire {
    fn to(target: String) -> Wire {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let wire = Wire {
            port: listener.local_addr().unwrap().port(),
            whole: Arc::new(AtomicBool::new(true)),
            open: Arc::default(),
        };
        let (whole, open) = (Arc::clone(&wire.whole), Arc::clone(&wire.open));
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let client = client.unwrap();
                if !whole.load(Ordering::SeqCst) {
                    continue;
                }
                let server = TcpStream::connect(&target).unwrap();
                open.lock().unwrap().extend([client.try_clone().unwrap(), server.try_clone().unwrap()]);
                let back = (server.try_clone().unwrap(), client.try_clone().unwrap());
                std::thread::spawn(move || carry(client, server));
                std::thread::spawn(move || carry(back.0, back.1));
            }
        });
        wire
    }

    fn cut(&self) {
        self.whole.store(false, Ordering::SeqCst);
        for stream in self.open.lock().unwrap().drain(..) {
            drop(stream.shutdown(Shutdown::Both));
        }
    }

    fn mend(&self) {
        self.whole.store(true, Ordering::SeqCst);
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream) {
    let mut buffer = [0; 16_384];
    while let Ok(count) = from.read(&mut buffer) {
        if count == 0 || to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    drop(to.shutdown(Shutdown::Both));
}

/// A workspace on PostgreSQL behind a wire.
async fn behind_a_wire() -> Option<(Home, Wire)> {
    let server = std::env::var(POSTGRES).ok()?;
    let url = tokio::task::spawn_blocking(move || fresh_database(&server)).await.unwrap();
    let (before, rest) = url.split_once('@').expect("the URL names a user");
    let (target, database) = rest.split_once('/').expect("the URL names a database");
    let wire = Wire::to(target.to_owned());
    let url = format!("{before}@127.0.0.1:{}/{database}", wire.port);
    Some((Home::open(Location::Postgres(url), None).await, wire))
}

async fn add(home: &Home) -> Result<trechter_store::Written<Company>> {
    home.write(|tx, ctx| create::<Company>(tx, ctx, (ctx.ids)(), &json!({ "name": "A" }))).await
}

#[test]
fn a_database_that_is_away_is_said_to_be_away_and_is_used_again_when_it_is_back() {
    run(async {
        let Some((home, wire)) = behind_a_wire().await else { return };
        // Several connections lie idle when the wire is cut.
        let reads = (0..6).map(|_| home.read(|tx| Ok(tx.seq())));
        for read in reads.collect::<Vec<_>>() {
            read.await.unwrap();
        }
        add(&home).await.unwrap();
        let seq = home.seq().await;
        for _ in 0..2 {
            wire.cut();
            for _ in 0..3 {
                assert!(matches!(home.read(|tx| Ok(tx.seq())).await, Err(Error::Away(_))));
                assert!(matches!(add(&home).await, Err(Error::Away(_))));
                assert!(matches!(home.store.system(|d| d.workspaces()).await, Err(Error::Away(_))));
            }
            wire.mend();
            assert_eq!(home.seq().await, seq, "at the first try");
            home.store.system(|d| d.workspaces()).await.unwrap();
            home.write(|_, _| Ok(())).await.unwrap();
        }
        assert_eq!(add(&home).await.unwrap().seq, seq + 1, "nothing of what failed is there");
    });
}

#[test]
fn connections_that_the_server_ended_fail_once_and_are_replaced() {
    run(async {
        let Some(home) = Home::postgres_alone().await else { return };
        let Location::Postgres(url) = home.location.clone() else { panic!("it is PostgreSQL") };
        let all: Vec<_> = (0..8).map(|_| home.store.clone()).collect();
        let (workspace, barrier) = (home.desk.workspace, Arc::new(std::sync::Barrier::new(8)));
        let mut tasks = Vec::new();
        for store in all {
            let barrier = Arc::clone(&barrier);
            tasks.push(tokio::spawn(async move {
                store
                    .read(workspace, move |tx| {
                        barrier.wait();
                        Ok(tx.seq())
                    })
                    .await
            }));
        }
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        tokio::task::spawn_blocking(move || {
            let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
            let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
            client.query(sql, &[]).unwrap();
        })
        .await
        .unwrap();
        let mut failed = 0;
        for _ in 0..10 {
            match home.read(|tx| Ok(tx.seq())).await {
                Ok(_) => {}
                Err(Error::Away(_)) => failed += 1,
                Err(error) => panic!("{error}"),
            }
        }
        assert!(failed <= 1, "eight connections were ended, one told us: {failed}");
        drop(add(&home).await);
        add(&home).await.unwrap();
    });
}

#[test]
fn a_panic_costs_no_connection() {
    both(async |home| {
        for _ in 0..40 {
            let read = home.read(|_| -> Result<()> { panic!("a defect in a question") }).await;
            assert!(matches!(read, Err(Error::Internal(_))));
            let system = home.store.system(|_| -> Result<()> { panic!("a defect in a question") }).await;
            assert!(matches!(system, Err(Error::Internal(_))));
        }
        add(&home).await.unwrap();
        home.read(|tx| Ok(tx.seq())).await.unwrap();
        home.store.system(|directory| directory.workspaces()).await.unwrap();
    });
}

#[test]
fn a_read_sees_one_moment_and_does_not_wait_for_writers() {
    both(async |home| {
        let (begun, begins) = tokio::sync::oneshot::channel();
        let (go_on, goes_on) = std::sync::mpsc::channel::<()>();
        let reading = home.read(move |tx| {
            let before = tx.totals::<Company>(&trechter_domain::permission::Reach::All, &[])?.count;
            begun.send(()).unwrap();
            goes_on.recv().unwrap();
            Ok((before, tx.totals::<Company>(&trechter_domain::permission::Reach::All, &[])?.count))
        });
        let writing = async {
            begins.await.unwrap();
            add(&home).await.unwrap();
            assert_eq!(home.seq().await, home.seq().await);
            go_on.send(()).unwrap();
        };
        let (seen, ()) = tokio::join!(reading, writing);
        assert_eq!(seen.unwrap(), (0, 0));
        let company =
            home.read(|tx| tx.totals::<Company>(&trechter_domain::permission::Reach::All, &[])).await;
        assert_eq!(company.unwrap().count, 1);
    });
}

#[test]
fn a_read_writes_nothing() {
    both(async |home| {
        let deal = trechter_domain::DealId::default();
        assert!(home.read(move |tx| tx.set_rank(deal, "x")).await.is_err());
        assert!(home.read(|tx| tx.push(&[])).await.is_err());
        let company = trechter_domain::record::Company { name: "A".into(), ..Default::default() };
        let outcome = home.read(move |tx| tx.erase_row(&company, &[])).await;
        assert!(outcome.is_err());
        add(&home).await.unwrap();
    });
}

#[test]
fn a_login_gets_its_turn_while_others_write() {
    both(async |home| {
        let stop = Arc::new(AtomicBool::new(false));
        let written = Arc::new(AtomicUsize::new(0));
        let mut writers = Vec::new();
        for _ in 0..8 {
            let (store, desk, stop) = (home.store.clone(), home.desk.clone(), Arc::clone(&stop));
            let written = Arc::clone(&written);
            writers.push(tokio::spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    let desk = desk.clone();
                    let add = store.write(desk.workspace, move |tx| {
                        desk.with(tx, |tx, ctx| {
                            create::<Company>(tx, ctx, desk.id(), &json!({ "name": "A" }))
                        })
                    });
                    add.await.unwrap();
                    written.fetch_add(1, Ordering::Relaxed);
                }
            }));
        }
        while written.load(Ordering::Relaxed) == 0 {
            tokio::task::yield_now().await;
        }
        let began = std::time::Instant::now();
        for _ in 0..20 {
            home.store.system(|directory| directory.workspaces()).await.unwrap();
        }
        let took = began.elapsed();
        stop.store(true, Ordering::Relaxed);
        for writer in writers {
            writer.await.unwrap();
        }
        assert!(took.as_secs() < 8, "twenty log-ins took {took:?} beside {written:?} writes");
    });
}
