//! Something planned or done with a party.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Check, LONGEST_TEXT, Record, document_fields, record, record_fields, relink};
use crate::decide::Ctx;
use crate::event::Kind;
use crate::fold::Document;
use crate::refusal::FieldError;
use crate::{CompanyId, ContactId, DealId, Instant, LeadId};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActivityKind {
    Call,
    Email,
    Message,
    Meeting,
    Visit,
    Demo,
    Task,
    #[default]
    Note,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActivityStatus {
    #[default]
    Planned,
    Done,
    Cancelled,
}

/// Who began it: the customer (`in`) or we (`out`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    In,
    Out,
}

record! {
    /// A call, mail, message, meeting, visit, demo, task or note; planned, done or cancelled.
    Activity(ActivityId) {
        kind: ActivityKind,
        status: ActivityStatus,
        direction: Option<Direction>,
        subject: Option<String>,
        body: Option<String>,
        due_at: Option<Instant>,
        done_at: Option<Instant>,
        /// How long it took.
        minutes: Option<i64>,
        /// What came of it: `reached`, `no_answer`, or words.
        outcome: Option<String>,
        /// Sent by the program, not by a person: never a touch.
        automatic: bool,
        company: Option<CompanyId>,
        contact: Option<ContactId>,
        lead: Option<LeadId>,
        deal: Option<DealId>,
    }
}

impl Activity {
    /// A completed call, e-mail, message, meeting, visit or demo by or with a person
    /// (metrics.md, section 1).
    pub fn is_touch(&self) -> bool {
        self.status == ActivityStatus::Done
            && !self.automatic
            && !matches!(self.kind, ActivityKind::Task | ActivityKind::Note)
    }

    /// A touch that answers a lead: outbound, or a meeting, visit or demo.
    pub fn is_answer(&self) -> bool {
        let together = matches!(self.kind, ActivityKind::Meeting | ActivityKind::Visit | ActivityKind::Demo);
        self.is_touch() && (together || self.direction != Some(Direction::In))
    }
}

impl Document for Activity {
    const KIND: Kind = Kind::Activity;
    const PERSONAL: &'static [&'static str] = &["subject", "body", "outcome", "external"];
    const EDITABLE: &'static [&'static str] = &[
        "owner",
        "kind",
        "direction",
        "subject",
        "body",
        "due_at",
        "minutes",
        "outcome",
        "company",
        "contact",
        "lead",
        "deal",
        "tags",
        "custom",
    ];
    const AT_CREATION: &'static [&'static str] = &["status", "done_at"];

    document_fields!();

    fn label(&self) -> String {
        self.subject
            .clone()
            .or_else(|| self.body.as_ref().map(|body| body.chars().take(80).collect()))
            .unwrap_or_default()
    }

    fn persons(&self) -> Vec<Uuid> {
        let lead = self.lead.map(|id| id.0);
        self.contact.map(|id| id.0).into_iter().chain(lead).collect()
    }

    fn check(&mut self, ctx: &Ctx<'_>) -> Vec<FieldError> {
        let mut check = Check::new(ctx);
        check.name("subject", &mut self.subject);
        check.text("body", &mut self.body, LONGEST_TEXT);
        check.name("outcome", &mut self.outcome);
        if self.minutes.is_some_and(|minutes| !(0..=100_000).contains(&minutes)) {
            check.wrong("minutes", "out_of_range");
        }
        if self.kind == ActivityKind::Note {
            self.status = ActivityStatus::Done;
            if self.body.is_none() && self.subject.is_none() {
                check.wrong("body", "required");
            }
        }
        match self.status {
            ActivityStatus::Done => {
                let done = *self.done_at.get_or_insert(ctx.occurred);
                if done > ctx.now {
                    check.wrong("done_at", "in_the_future");
                }
            }
            _ => self.done_at = None,
        }
        check.shared(self);
        check.errors
    }
}

impl Record for Activity {
    record_fields!();
    relink!(company: Company, contact: Contact, lead: Lead, deal: Deal);

    fn search_texts(&self) -> Vec<&str> {
        self.subject.as_deref().into_iter().collect()
    }
}
