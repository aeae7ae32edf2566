//! Facts as bytes and back: what a keeper knows, so that a process need not read the whole log when it starts.
//!
//! A snapshot is a list of sections, each with its length and a checksum. It begins with the version of the format and
//! of the program: what was written by another one is not read. It holds ids, numbers, times and the texts that many
//! records share (regions, industries, choices), and nothing of an event's `personal` part: who is erased from the log
//! is not in here either.

use std::fmt;
use std::io::{self, Read, Write};

use trechter_domain::Instant;
use uuid::Uuid;

/// Changes whenever the bytes, the columns or what events mean for them change.
const FORMAT: u32 = 1;
const MAGIC: &[u8; 8] = b"trfacts\n";
/// Longer sections than this are no sections.
const LONGEST: u64 = 1 << 32;

/// Why a snapshot cannot be used. The facts are then to be read from the log.
#[derive(Debug)]
pub enum Unusable {
    /// It cannot be read, or ends too early.
    Unreadable(io::Error),
    /// Another version wrote it.
    OtherVersion,
    /// A checksum is wrong, or what it says cannot be.
    Damaged,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(f, "it cannot be read: {error}"),
            Self::OtherVersion => f.write_str("another version wrote it"),
            Self::Damaged => f.write_str("it is damaged"),
        }
    }
}

impl std::error::Error for Unusable {}

impl From<io::Error> for Unusable {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error)
    }
}

/// Begins a snapshot.
pub(super) fn begin(to: &mut impl Write) -> io::Result<()> {
    to.write_all(MAGIC)?;
    to.write_all(&FORMAT.to_le_bytes())?;
    to.write_all(&version())
}

/// Checks that a snapshot is one of ours.
pub(super) fn open(from: &mut impl Read) -> Result<(), Unusable> {
    let mut head = [0; 28];
    from.read_exact(&mut head)?;
    let ours = head[..8] == *MAGIC && head[8..12] == FORMAT.to_le_bytes() && head[12..] == version();
    if ours { Ok(()) } else { Err(Unusable::OtherVersion) }
}

fn version() -> [u8; 16] {
    let mut version = [0; 16];
    let told = env!("CARGO_PKG_VERSION").as_bytes();
    let length = told.len().min(version.len());
    version[..length].copy_from_slice(&told[..length]);
    version
}

/// Mixes every eight bytes into a number: quick, and another number for nearly every change.
fn checksum(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |sum: u64, word: u64| (sum ^ word).wrapping_mul(PRIME).rotate_left(29);
    let words = bytes.chunks_exact(8);
    let mut rest = [0; 8];
    rest[..words.remainder().len()].copy_from_slice(words.remainder());
    let word = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().unwrap_or_default());
    let sum = words.fold(bytes.len() as u64, |sum, bytes| mix(sum, word(bytes)));
    mix(sum, u64::from_le_bytes(rest))
}

/// A section being written.
#[derive(Default)]
pub(super) struct Page {
    bytes: Vec<u8>,
}

impl Page {
    pub fn number(&mut self, number: u64) {
        self.bytes.extend(number.to_le_bytes());
    }

    pub fn signed(&mut self, numbers: &[i64]) {
        self.number(numbers.len() as u64);
        numbers.iter().for_each(|number| self.bytes.extend(number.to_le_bytes()));
    }

    pub fn words(&mut self, numbers: &[u32]) {
        self.number(numbers.len() as u64);
        numbers.iter().for_each(|number| self.bytes.extend(number.to_le_bytes()));
    }

    pub fn shorts(&mut self, numbers: &[u16]) {
        self.number(numbers.len() as u64);
        numbers.iter().for_each(|number| self.bytes.extend(number.to_le_bytes()));
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.bytes.extend(bytes);
    }

    pub fn ids(&mut self, ids: &[Uuid]) {
        self.number(ids.len() as u64);
        ids.iter().for_each(|id| self.bytes.extend(id.as_bytes()));
    }

    /// Ends the section and begins the next one.
    pub fn finish(&mut self, to: &mut impl Write) -> io::Result<()> {
        to.write_all(&(self.bytes.len() as u64).to_le_bytes())?;
        to.write_all(&checksum(&self.bytes).to_le_bytes())?;
        to.write_all(&self.bytes)?;
        self.bytes.clear();
        Ok(())
    }
}

/// Sections being read; the place for their bytes is used again.
pub(super) struct Pages<R> {
    from: R,
    bytes: Vec<u8>,
}

impl<R: Read> Pages<R> {
    pub fn new(from: R) -> Self {
        Self { from, bytes: Vec::new() }
    }

    /// The next section.
    pub fn next(&mut self) -> Result<Told<'_>, Unusable> {
        let mut head = [0; 16];
        self.from.read_exact(&mut head)?;
        let number = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().unwrap_or_default());
        let (length, sum) = (number(&head[..8]), number(&head[8..]));
        if length > LONGEST {
            return Err(Unusable::Damaged);
        }
        self.bytes.clear();
        self.from.by_ref().take(length).read_to_end(&mut self.bytes)?;
        if self.bytes.len() as u64 != length || checksum(&self.bytes) != sum {
            return Err(Unusable::Damaged);
        }
        Ok(Told { bytes: &self.bytes })
    }
}

/// A section that is read from its beginning to its end.
pub(super) struct Told<'b> {
    bytes: &'b [u8],
}

impl<'b> Told<'b> {
    fn take(&mut self, length: usize) -> Result<&'b [u8], Unusable> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(Unusable::Damaged)?;
        self.bytes = rest;
        Ok(taken)
    }

    pub fn number(&mut self) -> Result<u64, Unusable> {
        Ok(u64::from_le_bytes(self.take(8)?.try_into().unwrap_or_default()))
    }

    fn list<const N: usize, T>(&mut self, value: impl Fn([u8; N]) -> T) -> Result<Vec<T>, Unusable> {
        let length = usize::try_from(self.number()?).map_err(|_| Unusable::Damaged)?;
        let bytes = self.take(length.checked_mul(N).ok_or(Unusable::Damaged)?)?;
        Ok(bytes.chunks_exact(N).map(|bytes| value(bytes.try_into().unwrap_or([0; N]))).collect())
    }

    pub fn signed(&mut self) -> Result<Vec<i64>, Unusable> {
        self.list(i64::from_le_bytes)
    }

    pub fn words(&mut self) -> Result<Vec<u32>, Unusable> {
        self.list(u32::from_le_bytes)
    }

    pub fn shorts(&mut self) -> Result<Vec<u16>, Unusable> {
        self.list(u16::from_le_bytes)
    }

    pub fn bytes(&mut self) -> Result<&'b [u8], Unusable> {
        let length = usize::try_from(self.number()?).map_err(|_| Unusable::Damaged)?;
        self.take(length)
    }

    pub fn ids(&mut self) -> Result<Vec<Uuid>, Unusable> {
        self.list(Uuid::from_bytes)
    }

    pub fn instant(&mut self) -> Result<Instant, Unusable> {
        self.number().map(|number| Instant(number as i64))
    }
}
