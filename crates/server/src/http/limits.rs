//! How much one caller may ask: a bucket of requests per member (or per address, for nobody in
//! particular) that fills again by itself.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

use axum::http::{HeaderMap, HeaderValue};
use trechter_domain::{Instant, MemberId, WorkspaceId};

use super::Problem;
use crate::app::App;

/// Whose requests are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    Member(WorkspaceId, MemberId),
    /// Not logged in; `None` when the address is not known.
    Address(Option<IpAddr>),
}

/// Requests per second that go on for ever, and how many may come at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    pub per_second: f64,
    pub burst: f64,
}

impl Rate {
    /// So many per second, ten seconds' worth of them at once; none at all for 0.
    pub fn per_second(requests: u32) -> Option<Self> {
        let per_second = f64::from(requests);
        (requests > 0).then_some(Self { per_second, burst: per_second * 10.0 })
    }

    /// For whoever is not logged in: log-ins and links, not work.
    const NOBODY: Self = Self { per_second: 20.0, burst: 200.0 };
}

/// What is left in a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    burst: u64,
    window: u64,
    requests: u64,
    seconds: u64,
}

impl Left {
    /// Puts it into a reply, as in the IETF's draft of RateLimit header fields.
    pub fn tell(self, headers: &mut HeaderMap) {
        let policy = format!("\"burst\";q={};w={}", self.burst, self.window);
        let left = format!("\"burst\";r={};t={}", self.requests, self.seconds);
        for (name, value) in [("ratelimit-policy", policy), ("ratelimit", left)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
    }
}

/// The buckets of this process.
pub struct Limits {
    members: Option<Rate>,
    buckets: Mutex<HashMap<Who, (f64, Instant)>>,
}

/// Buckets that are remembered before full ones are thrown out.
const MOST_BUCKETS: usize = 20_000;

impl Limits {
    /// Without a rate, nothing is limited.
    pub fn new(members: Option<Rate>) -> Self {
        Self { members, buckets: Mutex::default() }
    }

    /// Takes one request out of a bucket.
    ///
    /// # Errors
    /// 429 with the seconds to wait when it is empty.
    pub fn take(&self, who: Who, now: Instant) -> Result<Option<Left>, (Problem, Left)> {
        let Some(members) = self.members else { return Ok(None) };
        let rate = if matches!(who, Who::Member(..)) { members } else { Rate::NOBODY };
        let filled = |(level, at): (f64, Instant), rate: Rate| {
            (level + (now.0 - at.0).max(0) as f64 / 1_000.0 * rate.per_second).min(rate.burst)
        };
        let mut buckets = self.buckets.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if buckets.len() > MOST_BUCKETS {
            buckets.retain(|_, bucket| now.0 - bucket.1.0 < 60_000);
        }
        let level = buckets.get(&who).map_or(rate.burst, |bucket| filled(*bucket, rate));
        let left = |level: f64| Left {
            burst: rate.burst as u64,
            window: (rate.burst / rate.per_second).ceil() as u64,
            requests: level as u64,
            seconds: ((rate.burst - level) / rate.per_second).ceil() as u64,
        };
        if level < 1.0 {
            let seconds = ((1.0 - level) / rate.per_second).ceil().max(1.0) as u64;
            let problem = Problem::of(429, "too_many_requests").with("seconds", seconds).retry_after(seconds);
            return Err((problem, left(0.0)));
        }
        buckets.insert(who, (level - 1.0, now));
        Ok(Some(left(level - 1.0)))
    }
}

/// Where a request came from. Behind a reverse proxy (one on this machine, or one that was announced in
/// the settings) the proxy says so in the last entry of `X-Forwarded-For`; from others it is not believed.
pub fn address(app: &App, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    if !peer.is_loopback() && !app.settings.behind_proxy {
        return peer;
    }
    let told = headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    told.and_then(|told| told.rsplit(',').next()?.trim().parse().ok()).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let limits = Limits::new(Some(Rate { per_second: 2.0, burst: 3.0 }));
        let who = Who::Member(WorkspaceId::default(), MemberId::default());
        let take = |at: i64| limits.take(who, Instant(at)).map(|left| left.unwrap().requests);
        assert_eq!(take(0).unwrap(), 2);
        assert_eq!(take(0).unwrap(), 1);
        assert_eq!(take(0).unwrap(), 0);
        let (problem, _) = take(0).unwrap_err();
        assert_eq!((problem.status, problem.retry_after), (429, Some(1)));
        assert_eq!(take(500).unwrap(), 0, "half a second is one request");
        assert_eq!(take(60_000).unwrap(), 2, "never more than the burst");
        assert_eq!(limits.take(Who::Address(None), Instant(0)).unwrap().unwrap().requests, 199);
        assert!(Limits::new(None).take(who, Instant(0)).unwrap().is_none());
    }
}
