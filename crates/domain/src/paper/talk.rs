//! Talks with sellers, and what was agreed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalogue::entry;
use crate::event::Kind;
use crate::record::{Check, LONGEST_TEXT};
use crate::time::Date;
use crate::{ActionId, DealId, Instant, MemberId, Refusal};

/// Most actions and examples of one talk.
const MOST: usize = 50;

/// Something that was agreed in a talk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TalkAction {
    /// Made by the program when it is left out.
    pub id: ActionId,
    /// What will be done.
    pub text: String,
    /// The day by which.
    pub due: Option<Date>,
    /// Since when it is done; empty while it is not.
    pub done_at: Option<Instant>,
}

entry! {
    /// A talk with a member about his work: notes, what was agreed, and deals to learn from.
    ///
    /// Seen by the two and by those who coach him ([`crate::permission::Act::CoachMembers`]). A note for
    /// his list is a talk with one action.
    Talk(TalkId), Talk, label: => title, personal: ["notes", "actions"],
    {
        /// Whom it is about.
        about: MemberId,
        /// Who held it; given by the program.
        by: MemberId,
        /// The day of the talk, in the workspace's time zone.
        on: Date,
        notes: Option<String>,
        actions: Vec<TalkAction>,
        /// Deals that were talked about as examples.
        deals: Vec<DealId>,
    }
    check(this, check) {
        if this.about.is_nil() {
            check.wrong("about", "required");
        } else {
            check.known("about", Kind::Member, Some(this.about.0));
        }
        check.known("by", Kind::Member, Some(this.by.0));
        if this.on == Date::default() {
            check.wrong("on", "required");
        }
        check.text("notes", &mut this.notes, LONGEST_TEXT);
        for (field, count) in [("actions", this.actions.len()), ("deals", this.deals.len())] {
            if count > MOST {
                check.wrong(field, "too_many");
            }
        }
        check_actions(&mut check, &mut this.actions);
    }
}

/// Actions say something, are known apart, and get an id when they have none.
fn check_actions(check: &mut Check<'_, '_>, actions: &mut [TalkAction]) {
    for place in 0..actions.len() {
        let (before, rest) = actions.split_at_mut(place);
        let action = &mut rest[0];
        check.required_name(&format!("actions.{place}.text"), &mut action.text);
        if action.id.is_nil() {
            action.id = check.ctx.id();
        } else if before.iter().any(|other| other.id == action.id) {
            check.wrong(&format!("actions.{place}.id"), "given_twice");
        }
        if action.done_at.is_some_and(|at| at > check.ctx.now) {
            check.wrong(&format!("actions.{place}.done_at"), "in_the_future");
        }
    }
}

impl Talk {
    fn title(&self) -> String {
        self.on.to_string()
    }

    /// The talk with one of its actions done at an instant, or not done.
    ///
    /// # Errors
    /// `unknown` on `action` when it has none with this id.
    pub fn ticked(&self, action: ActionId, done_at: Option<Instant>) -> Result<Self, Refusal> {
        let mut talk = self.clone();
        let agreed = talk.actions.iter_mut().find(|agreed| agreed.id == action);
        let agreed = agreed.ok_or_else(|| Refusal::field("action", "unknown"))?;
        if agreed.done_at.is_some() != done_at.is_some() {
            agreed.done_at = done_at;
        }
        Ok(talk)
    }

    /// Is something that was agreed not done yet?
    pub fn is_open(&self) -> bool {
        self.actions.iter().any(|action| action.done_at.is_none())
    }
}
