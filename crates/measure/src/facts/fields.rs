//! The columns of each table, and the codes that stand in them. In every column 0 means "not filled in".

/// First column of the workspace's own fields; those of one kind of record follow in the order they were first met.
pub const CUSTOM: u16 = 64;

/// Columns that all records have.
pub mod record {
    /// Code of a member ([`Words::id`](super::super::Words::id)).
    pub const OWNER: u16 = 0;
    /// 1: in the bin.
    pub const REMOVED: u16 = 1;
    /// Place + 1 of the record that took this one over.
    pub const MERGED_INTO: u16 = 2;
    /// Code of a set of tags ([`Words::set`](super::super::Words::set)).
    pub const TAGS: u16 = 3;
    /// Code of a source.
    pub const SOURCE: u16 = 4;
    /// Code of a campaign.
    pub const CAMPAIGN: u16 = 5;
    /// Place + 1 of a company.
    pub const COMPANY: u16 = 6;
    /// Place + 1 of a contact.
    pub const CONTACT: u16 = 7;
}

/// Columns of deals, beside those of [`record`].
pub mod deal {
    /// Code of a stage.
    pub const STAGE: u16 = 8;
    /// Code of a pipeline.
    pub const PIPELINE: u16 = 9;
    /// [`OPEN`], [`WON`] or [`LOST`].
    pub const STATUS: u16 = 10;
    /// Code of an amount ([`Facts::amount`](super::super::Facts::amount)).
    pub const VALUE: u16 = 11;
    /// Code of a date ([`super::date_of`]).
    pub const EXPECTED_CLOSE: u16 = 12;
    /// The seller's own percentage + 1.
    pub const GUT_FEELING: u16 = 13;
    /// Place + 1 of the lead it came from.
    pub const LEAD: u16 = 14;
    /// Code of the source of the last touch.
    pub const LAST_SOURCE: u16 = 15;
    /// Code of the campaign of the last touch.
    pub const LAST_CAMPAIGN: u16 = 16;
    /// Code of the set of products on its lines.
    pub const PRODUCTS: u16 = 17;
    /// Code of a loss reason.
    pub const LOSS_REASON: u16 = 18;
    /// Code of a competitor.
    pub const COMPETITOR: u16 = 19;
    /// How many columns deals have before the workspace's own.
    pub const COLUMNS: u16 = 20;

    /// Still to be decided.
    pub const OPEN: u32 = 1;
    /// Won.
    pub const WON: u32 = 2;
    /// Lost.
    pub const LOST: u32 = 3;
}

/// Columns of leads, beside those of [`record`].
pub mod lead {
    /// [`NEW`], [`CONTACTED`], [`QUALIFIED`] or [`DISQUALIFIED`].
    pub const STATUS: u16 = 8;
    /// 1: turned into a deal.
    pub const CONVERTED: u16 = 9;
    /// Code of the loss reason it was disqualified with.
    pub const REASON: u16 = 10;
    /// [`TYPED`], [`ARRIVED`], [`CONVERSATION`] or [`IMPORTED`].
    pub const BORN: u16 = 11;
    /// Code of the source of the last touch.
    pub const LAST_SOURCE: u16 = 12;
    /// Code of the campaign of the last touch.
    pub const LAST_CAMPAIGN: u16 = 13;
    /// Code of the set of products of interest.
    pub const PRODUCTS: u16 = 14;
    /// Code of a region.
    pub const REGION: u16 = 15;
    /// Code of an industry.
    pub const INDUSTRY: u16 = 16;
    /// How many columns leads have before the workspace's own.
    pub const COLUMNS: u16 = 17;

    /// Nobody has been in touch.
    pub const NEW: u32 = 1;
    /// Somebody was in touch.
    pub const CONTACTED: u32 = 2;
    /// The interest is real and fits.
    pub const QUALIFIED: u32 = 3;
    /// It will not become a deal.
    pub const DISQUALIFIED: u32 = 4;

    /// Typed in by a member: no response clock.
    pub const TYPED: u32 = 1;
    /// Arrived by itself: the response clock runs.
    pub const ARRIVED: u32 = 2;
    /// Came out of a call or meeting: no response clock.
    pub const CONVERSATION: u32 = 3;
    /// Imported without the moment of arrival: no response clock.
    pub const IMPORTED: u32 = 4;
}

/// Columns of activities, beside those of [`record`].
pub mod activity {
    /// [`CALL`] to [`NOTE`].
    pub const KIND: u16 = 8;
    /// [`PLANNED`], [`DONE`] or [`CANCELLED`].
    pub const STATUS: u16 = 9;
    /// [`IN`] or [`OUT`].
    pub const DIRECTION: u16 = 10;
    /// 1: sent by the program.
    pub const AUTOMATIC: u16 = 11;
    /// How long it took, in minutes, + 1.
    pub const MINUTES: u16 = 12;
    /// Place + 1 of a lead.
    pub const LEAD: u16 = 13;
    /// Place + 1 of a deal.
    pub const DEAL: u16 = 14;
    /// How many columns activities have before the workspace's own.
    pub const COLUMNS: u16 = 15;

    /// Not done yet.
    pub const PLANNED: u32 = 1;
    /// Done.
    pub const DONE: u32 = 2;
    /// Will not be done.
    pub const CANCELLED: u32 = 3;

    /// The customer began it.
    pub const IN: u32 = 1;
    /// We began it.
    pub const OUT: u32 = 2;

    /// A phone call.
    pub const CALL: u32 = 1;
    /// A mail.
    pub const EMAIL: u32 = 2;
    /// A message.
    pub const MESSAGE: u32 = 3;
    /// A meeting.
    pub const MEETING: u32 = 4;
    /// A visit.
    pub const VISIT: u32 = 5;
    /// A demo.
    pub const DEMO: u32 = 6;
    /// A task: never a touch.
    pub const TASK: u32 = 7;
    /// A note: never a touch.
    pub const NOTE: u32 = 8;
}

/// Columns of companies, beside those of [`record`].
pub mod company {
    /// Code of a region.
    pub const REGION: u16 = 8;
    /// Code of an industry.
    pub const INDUSTRY: u16 = 9;
    /// Number of people + 1.
    pub const EMPLOYEES: u16 = 10;
    /// Code of a date: customer since before Trechter knew it.
    pub const CUSTOMER_SINCE: u16 = 11;
    /// How many columns companies have before the workspace's own.
    pub const COLUMNS: u16 = 12;
}

/// Columns of contacts, beside those of [`record`].
pub mod contact {
    /// Code of a region.
    pub const REGION: u16 = 8;
    /// How many columns contacts have before the workspace's own.
    pub const COLUMNS: u16 = 9;
}

/// Notes in the history of a record that belong to no column of its own.
pub mod mark {
    /// A lead or company took over another one; the code is the other's place + 1.
    pub const ABSORBED: u16 = 0x4000;
    /// A deal was made from this lead; the code is the deal's place + 1.
    pub const DEAL: u16 = 0x4001;
    /// An activity with this record was planned; the code is the activity's place + 1.
    pub const PLANNED: u16 = 0x4002;
    /// An activity with this record was done, at that time; the code is the activity's place + 1.
    pub const DONE: u16 = 0x4003;
    /// The same, and the activity never changed after: kind and direction are in the mark itself
    /// (`0x4100 + kind * 4 + direction`), so that the activity need not be looked up.
    pub const PLAIN: u16 = 0x4100;
}

/// Days between the epoch and the code of a date column.
const DATE_ZERO: i64 = 1_000_000;

/// The code of a date.
pub(super) fn date_code(date: jiff::civil::Date) -> u32 {
    u32::try_from(day_number(date) + DATE_ZERO).unwrap_or(0)
}

/// The date behind a code, as days since 1970-01-01; `None` for "not filled in".
pub fn date_of(code: u32) -> Option<i64> {
    (code != 0).then(|| i64::from(code) - DATE_ZERO)
}

/// Days from 1970-01-01 to a date.
pub fn day_number(date: jiff::civil::Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date.since(epoch).map_or(0, |span| i64::from(span.get_days()))
}
