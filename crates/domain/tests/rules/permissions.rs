//! The whole table of rights: every role, every act, every scope, on one's own, one's team's and
//! somebody else's records.

use trechter_domain::catalogue::{Catalogue, Member, Team};
use trechter_domain::permission::{Act, Reach, Role, Scope, reach, require};
use trechter_domain::refusal::RefusalKind;
use trechter_domain::{Actor, MemberId};

use crate::desk::id;

const ACTS: [Act; 16] = [
    Act::ReadRecords,
    Act::WriteRecords,
    Act::AssignRecords,
    Act::RemoveRecords,
    Act::MergeRecords,
    Act::ErasePersons,
    Act::BulkEdit,
    Act::Import,
    Act::Export,
    Act::ReadCatalogue,
    Act::EditCatalogue,
    Act::CoachMembers,
    Act::SaveViews,
    Act::ManageMembers,
    Act::ManageWorkspace,
    Act::ManageOwnAccess,
];

/// Per act: read-only, seller, manager, owner. `.` no, `s` within his scope, `w` all for who sees all, `a` all.
const EXPECTED: [(&str, &str); 16] = [
    ("ReadRecords", "sssa"),
    ("WriteRecords", ".ssa"),
    ("AssignRecords", ".ssa"),
    ("RemoveRecords", ".ssa"),
    ("MergeRecords", ".ssa"),
    ("ErasePersons", "..wa"),
    ("BulkEdit", ".ssa"),
    ("Import", "..wa"),
    ("Export", "..sa"),
    ("ReadCatalogue", "aaaa"),
    ("EditCatalogue", "..aa"),
    ("CoachMembers", "..sa"),
    ("SaveViews", "aaaa"),
    ("ManageMembers", "...a"),
    ("ManageWorkspace", "...a"),
    ("ManageOwnAccess", "aaaa"),
];

const ROLES: [Role; 4] = [Role::ReadOnly, Role::Seller, Role::Manager, Role::Owner];
const SCOPES: [Scope; 3] = [Scope::Own, Scope::Team, Scope::All];

/// Whose a record is, seen from the member: his own, his team's, another's, nobody's.
fn owners() -> [(&'static str, Option<MemberId>); 4] {
    [
        ("own", Some(id("me").into())),
        ("team", Some(id("mate").into())),
        ("other", Some(id("other").into())),
        ("nobody", None),
    ]
}

fn workspace(role: Role, sees: Scope, active: bool) -> Catalogue {
    let member = |name: &str, team: &str| Member {
        id: id(name).into(),
        name: name.into(),
        team: Some(id(team).into()),
        active: true,
        ..Member::default()
    };
    let me = Member { role, sees, active, ..member("me", "north") };
    let team = |name: &str| Team { id: id(name).into(), name: name.into(), ..Team::default() };
    let mut catalogue = Catalogue::default();
    catalogue.members = vec![me, member("mate", "north"), member("other", "south")];
    catalogue.teams = vec![team("north"), team("south")];
    catalogue.indexed()
}

fn sees(scope: Scope, whose: &str) -> bool {
    match scope {
        Scope::Own => ["own", "nobody"].contains(&whose),
        Scope::Team => whose != "other",
        Scope::All => true,
    }
}

#[test]
fn every_cell_of_the_table() {
    let me: Actor = Some(id("me").into());
    for (act, (name, row)) in ACTS.into_iter().zip(EXPECTED) {
        assert_eq!(format!("{act:?}"), name);
        for (role, grant) in ROLES.into_iter().zip(row.chars()) {
            for scope in SCOPES {
                let catalogue = workspace(role, scope, true);
                for (whose, owner) in owners() {
                    let visible = role == Role::Owner || sees(scope, whose);
                    let allowed = match grant {
                        '.' => false,
                        's' => sees(scope, whose),
                        'w' => scope == Scope::All,
                        _ => true,
                    };
                    let expected = match (visible, allowed) {
                        (false, _) => Err(RefusalKind::NotFound),
                        (true, false) => Err(RefusalKind::Forbidden),
                        (true, true) => Ok(()),
                    };
                    let outcome = require(me, act, owner, &catalogue).map_err(|refusal| refusal.kind);
                    assert_eq!(outcome, expected, "{role:?} sees {scope:?}: {act:?} on {whose}");
                }
            }
        }
    }
}

#[test]
fn who_left_or_is_unknown_may_nothing_and_the_program_may_all() {
    for role in ROLES {
        let catalogue = workspace(role, Scope::All, false);
        for act in ACTS {
            let me = catalogue.member(id("me").into()).unwrap();
            assert_eq!(reach(me, act, &catalogue), None, "{role:?} {act:?}");
            assert!(require(Some(id("me").into()), act, None, &catalogue).is_err());
            assert!(require(Some(id("stranger").into()), act, None, &catalogue).is_err());
            assert!(require(None, act, Some(id("other").into()), &catalogue).is_ok());
        }
    }
    let mut catalogue = workspace(Role::Owner, Scope::All, true);
    catalogue.members.iter_mut().for_each(|member| member.removed_at = Some(trechter_domain::Instant(1)));
    let me = catalogue.member(id("me").into()).unwrap();
    assert_eq!(reach(me, Act::ReadRecords, &catalogue), None, "in the bin");
}

#[test]
fn a_member_of_no_team_sees_his_own() {
    let mut catalogue = workspace(Role::Seller, Scope::Team, true);
    catalogue.members.iter_mut().for_each(|member| member.team = None);
    let me = catalogue.member(id("me").into()).unwrap();
    assert_eq!(reach(me, Act::ReadRecords, &catalogue), Some(Reach::Owners(vec![id("me").into()])));
}
