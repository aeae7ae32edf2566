//! `trechter serve`: the server.

use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;
use tokio::net::TcpListener;

use super::{LISTEN, Place};
use crate::app::App;

/// How long requests may take that are under way when the server is told to stop.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    network: Network,
}

#[derive(Debug, Args)]
pub struct Network {
    /// Where to listen.
    #[arg(long, env = "TRECHTER_LISTEN", default_value = LISTEN, value_name = "ADDR:PORT")]
    pub listen: String,
}

impl Serve {
    /// Serves until it is told to stop.
    ///
    /// # Errors
    /// The database or the address cannot be had.
    pub async fn run(self) -> anyhow::Result<()> {
        let app = self.place.open().await?;
        serve(app, &self.network.listen).await
    }
}

/// Listens, says where, and serves until SIGTERM or Ctrl-C.
///
/// # Errors
/// The address is taken.
pub async fn serve(app: App, listen: &str) -> anyhow::Result<()> {
    let listener = TcpListener::bind(listen)
        .await
        .map_err(|error| anyhow::anyhow!("cannot listen on {listen}: {error}"))?;
    tokio::spawn(crate::import::job::watch(app.clone()));
    println!("Trechter listens on http://{}", listener.local_addr()?);
    tokio::spawn(crate::files::keep_tidy(app.clone()));
    let (live, numbers) = (app.live.clone(), app.numbers.clone());
    let stopping = async move {
        stopped().await;
        live.close();
    };
    let service = crate::routes::router(app).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(stopping);
    // What is being answered is answered; who does not listen to his answer is cut off.
    let served = tokio::select! {
        outcome = serving => outcome,
        () = async { stopped().await; tokio::time::sleep(LAST_ANSWERS).await } => Ok(()),
    };
    numbers.keep().await;
    Ok(served?)
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! { _ = interrupt => {}, () = terminate => {} }
}
