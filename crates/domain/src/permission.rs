//! Who may do what: one table. What is not listed is denied.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalogue::{Catalogue, Member};
use crate::refusal::Refusal;
use crate::{Actor, MemberId};

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    #[default]
    ReadOnly,
    Seller,
    Manager,
    Owner,
}

/// Which records a member sees.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    #[default]
    Own,
    Team,
    All,
}

/// Something a member may want to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// See records, their timelines, lists, totals, search, live messages.
    ReadRecords,
    /// See numbers about the whole workspace that cannot be narrowed to one's own results: sellers compared, leaks,
    /// the phases of parties.
    ReadWholeFunnel,
    /// Create and change records, move, win, lose, qualify, convert, log activities.
    WriteRecords,
    /// Give records to another owner.
    AssignRecords,
    /// Put records in the bin and take them out.
    RemoveRecords,
    MergeRecords,
    /// Erase a person for ever, wherever he is spoken of: for those who see all records.
    ErasePersons,
    /// Change many records at once.
    BulkEdit,
    /// Bring in files of other programs, for any owner: for those who see all records.
    Import,
    Export,
    /// See pipelines, members, sources and other lists.
    ReadCatalogue,
    /// Change pipelines, sources, reasons, fields, products.
    EditCatalogue,
    /// Set targets, of members within his scope, and enter what campaigns and sources cost.
    SetTargets,
    /// Set what all are measured by: calendars, exchange rates, norms, horizons; see what people cost.
    SetNorms,
    /// Hold talks with members within his scope, and read those that others held with them.
    CoachMembers,
    /// Save a view for oneself.
    SaveViews,
    /// Invite people, change roles and teams, end sessions of others.
    ManageMembers,
    /// Change the workspace's name, language, currency, zone.
    ManageWorkspace,
    /// Make and revoke one's own API tokens, see one's own sessions.
    ManageOwnAccess,
}

/// What the table says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grant {
    No,
    /// On records within the member's scope.
    Scoped,
    /// On all of the workspace, for members who see all of it.
    Whole,
    /// On all of the workspace.
    Yes,
}

use Act::*;
use Grant::{No, Scoped, Whole, Yes};

/// Rows: acts. Columns: read-only, seller, manager, owner.
const TABLE: [(Act, [Grant; 4]); 19] = [
    (ReadRecords, [Scoped, Scoped, Scoped, Yes]),
    (ReadWholeFunnel, [Whole, Whole, Whole, Yes]),
    (WriteRecords, [No, Scoped, Scoped, Yes]),
    (AssignRecords, [No, Scoped, Scoped, Yes]),
    (RemoveRecords, [No, Scoped, Scoped, Yes]),
    (MergeRecords, [No, Scoped, Scoped, Yes]),
    (ErasePersons, [No, No, Whole, Yes]),
    (BulkEdit, [No, Scoped, Scoped, Yes]),
    (Import, [No, No, Whole, Yes]),
    (Export, [No, No, Scoped, Yes]),
    (ReadCatalogue, [Yes, Yes, Yes, Yes]),
    (EditCatalogue, [No, No, Yes, Yes]),
    (SetTargets, [No, No, Scoped, Yes]),
    (SetNorms, [No, No, Whole, Yes]),
    (CoachMembers, [No, No, Scoped, Yes]),
    (SaveViews, [Yes, Yes, Yes, Yes]),
    (ManageMembers, [No, No, No, Yes]),
    (ManageWorkspace, [No, No, No, Yes]),
    (ManageOwnAccess, [Yes, Yes, Yes, Yes]),
];

/// The owners whose records an act reaches. Records without an owner wait for somebody, so everybody
/// who may do the act reaches them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    All,
    Owners(Vec<MemberId>),
}

impl Reach {
    pub fn covers(&self, owner: Option<MemberId>) -> bool {
        match (self, owner) {
            (Reach::All, _) | (_, None) => true,
            (Reach::Owners(owners), Some(owner)) => owners.contains(&owner),
        }
    }
}

/// How far the member's right to an act reaches; `None` when he has none.
pub fn reach(member: &Member, act: Act, catalogue: &Catalogue) -> Option<Reach> {
    if !member.active || member.removed_at.is_some() {
        return None;
    }
    let (_, row) = TABLE.iter().find(|(listed, _)| *listed == act)?;
    match row[member.role as usize] {
        No => None,
        Yes => Some(Reach::All),
        Whole => (member.sees == Scope::All).then_some(Reach::All),
        Scoped => Some(match (member.sees, member.team) {
            (Scope::All, _) => Reach::All,
            (Scope::Team, Some(team)) => {
                let mut owners: Vec<MemberId> =
                    catalogue.members.iter().filter(|m| m.team == Some(team)).map(|m| m.id).collect();
                if !owners.contains(&member.id) {
                    owners.push(member.id);
                }
                Reach::Owners(owners)
            }
            (Scope::Team, None) | (Scope::Own, _) => Reach::Owners(vec![member.id]),
        }),
    }
}

/// May this actor do the act on a record of this owner? The program itself may.
///
/// # Errors
/// `NotFound` when he may not even see the record, `Forbidden` when he may see but not do.
pub fn require(
    actor: Actor,
    act: Act,
    owner: Option<MemberId>,
    catalogue: &Catalogue,
) -> Result<(), Refusal> {
    let Some(member) = actor else { return Ok(()) };
    let member = catalogue.member(member).ok_or_else(Refusal::forbidden)?;
    if !reach(member, ReadRecords, catalogue).is_some_and(|reach| reach.covers(owner)) {
        return Err(Refusal::not_found());
    }
    match reach(member, act, catalogue) {
        Some(reach) if reach.covers(owner) => Ok(()),
        _ => Err(Refusal::forbidden()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_has_a_row_and_more_role_never_means_less_right() {
        for (act, row) in TABLE {
            assert_eq!(TABLE.iter().filter(|(other, _)| *other == act).count(), 1, "{act:?}");
            let weight = |grant| match grant {
                No => 0,
                Scoped => 1,
                Whole => 2,
                Yes => 3,
            };
            assert!(row.windows(2).all(|pair| weight(pair[0]) <= weight(pair[1])), "{act:?}");
        }
    }
}
