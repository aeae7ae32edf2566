//! The same company as plain rows, for a database to answer the same questions from.

use std::fs::File;
use std::io::{BufWriter, Result, Write as _};
use std::path::Path;

/// One file per table, columns apart by tabs.
pub struct Rows {
    leads: BufWriter<File>,
    deals: BufWriter<File>,
    visits: BufWriter<File>,
    touches: BufWriter<File>,
}

/// What cannot be written ends the run.
const DISK: &str = "the disk takes the rows";

impl Rows {
    pub fn create(folder: &Path) -> Result<Self> {
        let file = |name: &str| File::create(folder.join(name)).map(BufWriter::new);
        Ok(Self {
            leads: file("leads")?,
            deals: file("deals")?,
            visits: file("visits")?,
            touches: file("touches")?,
        })
    }

    pub fn lead(&mut self, number: usize, at: i64, owner: usize, source: usize, arrived: bool) {
        writeln!(self.leads, "{number}\t{at}\t{owner}\t{source}\t{}", u8::from(arrived)).expect(DISK);
    }

    #[allow(clippy::too_many_arguments, reason = "the columns of the table")]
    pub fn deal(
        &mut self,
        number: usize,
        at: i64,
        lead: u32,
        owner: usize,
        source: usize,
        product: usize,
        pipeline: usize,
    ) {
        writeln!(self.deals, "{number}\t{at}\t{lead}\t{owner}\t{source}\t{product}\t{pipeline}").expect(DISK);
    }

    /// A stay in a stage that ended, how it ended, and what the deal was worth then.
    pub fn visit(&mut self, deal: u32, stage: usize, from: i64, until: i64, left: &str, value: i64) {
        writeln!(self.visits, "{deal}\t{stage}\t{from}\t{until}\t{left}\t{value}").expect(DISK);
    }

    /// A stay that goes on.
    pub fn standing(&mut self, deal: u32, stage: usize, from: i64, value: i64) {
        writeln!(self.visits, "{deal}\t{stage}\t{from}\t{}\topen\t{value}", i64::MAX).expect(DISK);
    }

    #[allow(clippy::too_many_arguments, reason = "the columns of the table")]
    pub fn touch(
        &mut self,
        number: usize,
        at: i64,
        kind: usize,
        outbound: bool,
        owner: usize,
        lead: Option<u32>,
        deal: Option<u32>,
    ) {
        let place = |place: Option<u32>| place.map_or(-1, i64::from);
        let (lead, deal) = (place(lead), place(deal));
        writeln!(self.touches, "{number}\t{at}\t{kind}\t{}\t{owner}\t{lead}\t{deal}", u8::from(outbound))
            .expect(DISK);
    }
}
