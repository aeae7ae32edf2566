//! `trechter demo`: a filled funnel to look around in.

use std::io::Write as _;

use clap::Args;

use super::Place;
use super::serve::serve;
use crate::app::App;
use crate::demo::{self, COMPANY, Known, PASSWORD, Plan, World};

/// Older data looks odd: everything is overdue.
const STALE_DAYS: i64 = 14;

#[derive(Debug, Args)]
pub struct Demo {
    /// How many deals.
    #[arg(long, default_value_t = 800, value_parser = clap::value_parser!(u64).range(20..=10_000_000))]
    deals: u64,
    /// Another seed is another company history; the same one is always the same.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Years of history, ending today.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=20))]
    years: u32,
    /// Folder of the demo's SQLite database and attachments.
    #[arg(long, default_value = "data/demo", value_name = "DIR")]
    data: std::path::PathBuf,
    /// PostgreSQL instead of SQLite: postgres://user:password@host/database
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Where to listen.
    #[arg(long, env = "TRECHTER_LISTEN", default_value = "127.0.0.1:7878", value_name = "ADDR:PORT")]
    listen: String,
    /// Fill the database and stop.
    #[arg(long)]
    load_only: bool,
    /// Throw away the demo in the data folder and make it anew.
    #[arg(long)]
    fresh: bool,
}

/// Marks a data folder as a demo's, so that `--fresh` never deletes anything else.
const MARK: &str = "this-is-a-demo";

impl Demo {
    /// Loads the demo unless it is there, and serves it.
    ///
    /// # Errors
    /// The database cannot be used, or holds something else.
    pub async fn run(self) -> anyhow::Result<()> {
        let place = Place { data: self.data.clone(), database: self.database.clone(), ..Place::default() };
        if self.fresh {
            self.remove_old()?;
        }
        let mut app = self.open(&place).await?;
        let plan = Plan { deals: self.deals, seed: self.seed, years: self.years, now: app.clock.now() };
        match demo::known(&app.store, &plan).await? {
            Known::Whole => self.say_age(&app, &plan).await?,
            Known::Empty => self.fill(&app, plan).await?,
            Known::Broken if self.is_marked() => {
                drop(app);
                self.remove_old()?;
                app = self.open(&place).await?;
                self.fill(&app, plan).await?;
            }
            Known::Broken => {
                anyhow::bail!("the loading of this demo was broken off; give it an empty database")
            }
            Known::Other if self.is_marked() => anyhow::bail!(
                "{} holds another demo; add --fresh to replace it, or choose another --data folder",
                self.data.display()
            ),
            Known::Other => anyhow::bail!(
                "there is other data already; give the demo an empty database or another --data folder"
            ),
        }
        if self.load_only {
            return Ok(());
        }
        introduce(plan);
        serve(app, &self.listen).await
    }

    async fn open(&self, place: &Place) -> anyhow::Result<App> {
        std::fs::create_dir_all(&self.data)?;
        let empty = !self.data.join("trechter.sqlite").exists();
        if empty && self.database.is_none() {
            std::fs::write(self.data.join(MARK), "trechter demo --fresh may delete this folder's data\n")?;
        }
        place.open().await
    }

    fn is_marked(&self) -> bool {
        self.database.is_none() && self.data.join(MARK).exists()
    }

    fn remove_old(&self) -> anyhow::Result<()> {
        if self.database.is_some() {
            anyhow::bail!("--fresh deletes files only; give the demo an empty database");
        }
        if self.data.join("trechter.sqlite").exists() && !self.is_marked() {
            anyhow::bail!("{} was not made by the demo, so it is left alone", self.data.display());
        }
        for name in ["trechter.sqlite", "trechter.sqlite-wal", "trechter.sqlite-shm"] {
            match std::fs::remove_file(self.data.join(name)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }

    async fn fill(&self, app: &App, plan: Plan) -> anyhow::Result<()> {
        eprint!("Making {COMPANY}: {} deals in {} years ", plan.deals, plan.years);
        let mut shown = 0;
        let loaded = demo::load(app, plan, |records| {
            // A dot for every twentieth; a deal brings some ten records along.
            while shown * plan.deals / 2 < records && shown < 20 {
                shown += 1;
                eprint!(".");
                drop(std::io::stderr().flush());
            }
        })
        .await?;
        eprintln!(" {} records", loaded.records);
        Ok(())
    }

    async fn say_age(&self, app: &App, plan: &Plan) -> anyhow::Result<()> {
        let workspace = plan.workspace().into();
        let batches = app.store.read(workspace, |tx| tx.batches(100)).await?;
        let made = batches.iter().filter(|batch| batch.doc["kind"] == "demo").map(|batch| batch.created_at);
        if let Some(made) = made.max() {
            let days = (plan.now.0 - made.0) / trechter_domain::time::DAY;
            if days > STALE_DAYS {
                eprintln!(
                    "This demo ends {days} days ago; `trechter demo --fresh` makes one that ends today."
                );
            }
        }
        Ok(())
    }
}

/// Who can log in.
fn introduce(plan: Plan) {
    let (world, _) = World::new(plan);
    println!("{COMPANY}. Everybody's password is {PASSWORD}");
    for person in &world.cast.people {
        let role = person.role.replace('_', "-");
        println!("  {:<34} {:<10} {}", person.email, role, person.name);
    }
}
