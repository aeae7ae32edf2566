//! The time, ids and randomness that everything else is given: the only place that takes them from the
//! machine, so that every test is exact.

use std::sync::Mutex;

use jiff::Timestamp;
use trechter_domain::Instant;
use uuid::Uuid;

/// Tells the time, in whole milliseconds.
pub trait Clock: Send + Sync {
    fn now(&self) -> Instant;
}

/// Makes ids and secrets.
pub trait Ids: Send + Sync {
    fn id(&self) -> Uuid;
    /// Bytes that nobody can guess.
    fn secret(&self) -> [u8; 32];
}

/// The machine's own clock and randomness.
#[derive(Debug, Default)]
pub struct Machine;

#[allow(clippy::disallowed_methods, reason = "this is where the program gets its time and ids from")]
impl Clock for Machine {
    fn now(&self) -> Instant {
        Instant::from_timestamp(Timestamp::now())
    }
}

#[allow(clippy::disallowed_methods, reason = "this is where the program gets its time and ids from")]
impl Ids for Machine {
    fn id(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn secret(&self) -> [u8; 32] {
        rand::random()
    }
}

/// A clock that stands still until it is moved, and ids that count.
#[derive(Debug)]
pub struct Fixed {
    now: Mutex<Instant>,
    count: Mutex<u128>,
}

impl Fixed {
    pub fn at(now: Instant) -> Self {
        Self { now: Mutex::new(now), count: Mutex::new(0) }
    }

    /// Counts its ids on from a number, so that several clocks can share a database.
    pub fn counting_from(self, count: u64) -> Self {
        Self { count: Mutex::new(count.into()), ..self }
    }

    /// Moves the clock on by milliseconds.
    pub fn advance(&self, milliseconds: i64) {
        self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner).0 += milliseconds;
    }

    fn next(&self) -> u128 {
        let mut count = self.count.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *count += 1;
        *count
    }
}

impl Clock for Fixed {
    fn now(&self) -> Instant {
        *self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Ids for Fixed {
    fn id(&self) -> Uuid {
        Uuid::from_u128((0x0190_0000_0000_7000_8000 << 48) + self.next())
    }

    fn secret(&self) -> [u8; 32] {
        let mut secret = [0x5a; 32];
        secret[..16].copy_from_slice(&self.next().to_le_bytes());
        secret
    }
}
