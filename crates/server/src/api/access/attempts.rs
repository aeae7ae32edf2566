//! Whoever guesses passwords waits longer and longer: per account and per address, whether the account
//! exists or not, on all processes that share a database.

use std::net::IpAddr;

use trechter_domain::Instant;

use crate::app::App;
use crate::http::Problem;
use crate::secret;

/// Failures that are free of waiting.
const FREE: i64 = 4;
/// After this long without a failure, earlier ones are forgotten.
const FORGOTTEN_AFTER: i64 = 15 * 60_000;

/// From the fifth failure on, every further attempt waits twice as long, up to a limit.
fn wait(failures: i64, longest: i64) -> i64 {
    let over = failures - FREE;
    if over > 0 { (1_000i64 << over.min(20)).min(longest) } else { 0 }
}

fn of_account(email: &str) -> Vec<u8> {
    secret::hash(&format!("account {}", email.trim().to_lowercase()))
}

fn of_address(address: IpAddr) -> Vec<u8> {
    secret::hash(&format!("address {address}"))
}

/// Before a password is looked at: counts the attempt, so that many at the same moment are many.
///
/// # Errors
/// 429 with the seconds to wait.
pub async fn knock(app: &App, email: &str, address: Option<IpAddr>) -> Result<(), Problem> {
    let now = app.clock.now();
    let (account, address) = (of_account(email), address.map(of_address));
    let blocked = app
        .store
        .system(move |directory| {
            if let Some(address) = address {
                let known = directory.attempts(&address)?;
                if known.blocked_until > now {
                    return Ok(Some(known.blocked_until));
                }
            }
            let forget = Instant(now.0 - FORGOTTEN_AFTER);
            match directory.attempt(&account, now, forget, |failures| wait(failures, 15 * 60_000))? {
                Some(_) => Ok(None),
                None => Ok(Some(directory.attempts(&account)?.blocked_until)),
            }
        })
        .await?;
    match blocked {
        None => Ok(()),
        Some(until) => {
            let seconds = (until.0 - now.0 + 999) / 1_000;
            Err(Problem::of(429, "too_many_attempts")
                .with("seconds", seconds)
                .retry_after(seconds.max(1) as u64))
        }
    }
}

/// The password was wrong. Many people may share an address, so it waits a minute at most.
///
/// # Errors
/// The database's.
pub async fn failed(app: &App, address: Option<IpAddr>) -> Result<(), Problem> {
    let Some(address) = address.map(of_address) else { return Ok(()) };
    let now = app.clock.now();
    app.store
        .system(move |directory| {
            let forget = Instant(now.0 - FORGOTTEN_AFTER);
            directory.attempt(&address, now, forget, |failures| wait(failures, 60_000))?;
            directory.sweep(now)
        })
        .await?;
    Ok(())
}

/// The password was right.
///
/// # Errors
/// The database's.
pub async fn succeeded(app: &App, email: &str) -> Result<(), Problem> {
    let account = of_account(email);
    app.store.system(move |directory| directory.forget_attempts(&account)).await?;
    Ok(())
}

/// Is this the password of the account? The same time and answer for accounts that do not exist.
///
/// # Errors
/// 429 with the seconds to wait; the database's.
pub async fn try_password(
    app: &App,
    email: &str,
    known: Option<String>,
    given: &str,
    address: Option<IpAddr>,
) -> Result<bool, Problem> {
    knock(app, email, address).await?;
    let (passwords, given) = (app.passwords.clone(), given.to_owned());
    let right = tokio::task::spawn_blocking(move || passwords.verify(&given, known.as_deref())).await;
    if right.unwrap_or(false) {
        succeeded(app, email).await?;
        return Ok(true);
    }
    failed(app, address).await?;
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::wait;

    #[test]
    fn the_fifth_failure_waits_and_every_further_one_twice_as_long() {
        let waits: Vec<i64> = (1..9).map(|failures| wait(failures, 10_000)).collect();
        assert_eq!(waits, [0, 0, 0, 0, 2_000, 4_000, 8_000, 10_000]);
        assert_eq!(wait(i64::MAX, 900_000), 900_000);
    }
}
