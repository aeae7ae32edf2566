//! Who may come in, and who lives where.

use trechter_domain::{Instant, MemberId, WorkspaceId};
use trechter_store::directory::{Invitation, Session, Token};
use trechter_store::{Directory, Result};
use uuid::Uuid;

use crate::home::{Home, both};

/// Ids and addresses that no other test in this database has.
fn fresh() -> Uuid {
    Uuid::from_u128(rand::random())
}

async fn system<T: Send + 'static>(
    home: &Home,
    run: impl FnOnce(&mut Directory<'_>) -> Result<T> + Send + 'static,
) -> T {
    home.store.system(run).await.unwrap()
}

fn session(identity: Uuid, workspace: WorkspaceId, member: MemberId, at: i64) -> Session {
    Session {
        id: fresh(),
        identity,
        workspace,
        member,
        created_at: Instant(at),
        seen_at: Instant(at),
        expires_at: Instant(at + 1_000),
        agent: "Firefox ✓".into(),
    }
}

#[test]
fn an_identity_has_one_password_and_may_enter_several_workspaces() {
    both(async |home| {
        let second = home.neighbour().await;
        let (first_id, email) = (fresh(), format!("{}@voorbeeld.nl", fresh()));
        let (a, b) = (home.desk.workspace, second.desk.workspace);
        let (anna, bram) = (home.desk.setup.anna, second.desk.setup.bram);
        system(&home, move |directory| {
            assert_eq!(directory.identity_by_email(&email)?, None);
            let id = directory.set_password(first_id, &email, "$argon2id$1")?;
            assert_eq!(id, first_id);
            assert_eq!(directory.set_password(fresh(), &email, "$argon2id$2")?, first_id, "one per address");
            let known = directory.identity_by_id(id)?.unwrap();
            assert_eq!((known.id, known.password.as_deref()), (id, Some("$argon2id$2")));
            directory.join(id, a, anna)?;
            directory.join(id, b, anna)?;
            directory.join(id, b, bram)?;
            let names: Vec<MemberId> =
                directory.memberships(id)?.into_iter().map(|(_, _, member)| member).collect();
            assert_eq!(names.len(), 2);
            assert!(names.contains(&anna) && names.contains(&bram));
            Ok(())
        })
        .await;
    });
}

#[test]
fn sessions_begin_are_touched_and_end() {
    both(async |home| {
        let (workspace, anna, bram) = (home.desk.workspace, home.desk.setup.anna, home.desk.setup.bram);
        let identity = fresh();
        let hashes: Vec<Vec<u8>> = (0..4).map(|_| fresh().as_bytes().to_vec()).collect();
        system(&home, move |directory| {
            let sessions: Vec<Session> =
                (0..3i64).map(|i| session(identity, workspace, anna, 1_000 * (i + 1))).collect();
            for (hash, session) in hashes.iter().zip(&sessions) {
                directory.add_session(hash, session)?;
            }
            assert_eq!(directory.session(&hashes[0])?.as_ref(), Some(&sessions[0]));
            assert_eq!(directory.session(&hashes[3])?, None);
            let all = directory.sessions(workspace, anna)?;
            assert_eq!(
                all.iter().map(|s| s.id).collect::<Vec<_>>(),
                [sessions[2].id, sessions[1].id, sessions[0].id]
            );
            directory.touch_session(&hashes[0], Instant(9_000), Instant(99_000))?;
            let touched = directory.session(&hashes[0])?.unwrap();
            assert_eq!((touched.seen_at, touched.expires_at), (Instant(9_000), Instant(99_000)));
            assert!(!directory.end_session(workspace, bram, sessions[1].id)?, "somebody else's");
            assert!(directory.end_session(workspace, anna, sessions[1].id)?);
            directory.end_other_sessions(identity, sessions[0].id)?;
            assert_eq!(directory.sessions(workspace, anna)?.len(), 1);
            directory.end_access(workspace, anna)?;
            assert_eq!(directory.session(&hashes[0])?, None);
            Ok(())
        })
        .await;
    });
}

#[test]
fn expired_sessions_and_links_are_swept() {
    both(async |home| {
        let (workspace, anna) = (home.desk.workspace, home.desk.setup.anna);
        let (old, new, link) = (fresh(), fresh(), fresh());
        system(&home, move |directory| {
            let identity = fresh();
            directory.add_session(old.as_bytes(), &session(identity, workspace, anna, -9_000))?;
            directory.add_session(new.as_bytes(), &session(identity, workspace, anna, 9_000_000_000_000))?;
            let invitation = Invitation {
                purpose: "join".into(),
                workspace,
                member: anna,
                email: "a@voorbeeld.nl".into(),
                expires_at: Instant(-5_000),
            };
            directory.add_invitation(link.as_bytes(), &invitation)?;
            directory.sweep(Instant(-1))?;
            assert_eq!(directory.session(old.as_bytes())?, None);
            assert!(directory.session(new.as_bytes())?.is_some());
            assert_eq!(directory.invitation(link.as_bytes())?, None);
            Ok(())
        })
        .await;
    });
}

#[test]
fn tokens_are_made_used_and_revoked() {
    both(async |home| {
        let (workspace, anna, bram) = (home.desk.workspace, home.desk.setup.anna, home.desk.setup.bram);
        let (hash, id) = (fresh(), fresh());
        system(&home, move |directory| {
            let token = Token {
                id,
                workspace,
                member: anna,
                name: "Koppeling".into(),
                scopes: "read write".into(),
                created_at: Instant(1),
                used_at: None,
                expires_at: None,
            };
            directory.add_token(hash.as_bytes(), &token)?;
            assert_eq!(directory.token(hash.as_bytes())?.as_ref(), Some(&token));
            directory.touch_token(hash.as_bytes(), Instant(5))?;
            assert_eq!(directory.tokens(workspace, anna)?[0].used_at, Some(Instant(5)));
            assert!(directory.tokens(workspace, bram)?.is_empty());
            assert!(!directory.revoke_token(workspace, bram, id)?);
            assert!(directory.revoke_token(workspace, anna, id)?);
            assert_eq!(directory.token(hash.as_bytes())?, None);
            Ok(())
        })
        .await;
    });
}

#[test]
fn a_link_works_once_and_a_new_one_replaces_it() {
    both(async |home| {
        let (workspace, anna) = (home.desk.workspace, home.desk.setup.anna);
        let (first, second, reset) = (fresh(), fresh(), fresh());
        system(&home, move |directory| {
            let invitation = |purpose: &str| Invitation {
                purpose: purpose.into(),
                workspace,
                member: anna,
                email: "a@voorbeeld.nl".into(),
                expires_at: Instant(i64::MAX / 2),
            };
            directory.add_invitation(first.as_bytes(), &invitation("join"))?;
            directory.add_invitation(reset.as_bytes(), &invitation("reset"))?;
            directory.add_invitation(second.as_bytes(), &invitation("join"))?;
            assert_eq!(directory.invitation(first.as_bytes())?, None);
            assert_eq!(directory.invitation(reset.as_bytes())?, Some(invitation("reset")));
            assert!(directory.use_invitation(second.as_bytes())?);
            assert!(!directory.use_invitation(second.as_bytes())?);
            Ok(())
        })
        .await;
    });
}

#[test]
fn attempts_are_counted_blocked_and_forgotten() {
    both(async |home| {
        let key = fresh();
        system(&home, move |directory| {
            let wait = |failures: i64| if failures >= 3 { 1_000 } else { 0 };
            let mut attempt = |now: i64, forget: i64| {
                let outcome = directory.attempt(key.as_bytes(), Instant(now), Instant(forget), wait)?;
                Ok::<_, trechter_store::Error>(outcome.map(|known| (known.failures, known.blocked_until.0)))
            };
            assert_eq!(attempt(10, 0)?, Some((1, 10)));
            assert_eq!(attempt(10, 0)?, Some((2, 10)), "at the same moment");
            assert_eq!(attempt(11, 0)?, Some((3, 1_011)));
            assert_eq!(attempt(500, 0)?, None, "blocked");
            assert_eq!(attempt(1_011, 0)?, Some((4, 2_011)));
            assert_eq!(attempt(9_000, 5_000)?, Some((1, 9_000)), "the others were long ago");
            let known = directory.attempts(key.as_bytes())?;
            assert_eq!((known.failures, known.last_at), (1, Instant(9_000)));
            directory.forget_attempts(key.as_bytes())?;
            assert_eq!(directory.attempts(key.as_bytes())?.failures, 0);
            Ok(())
        })
        .await;
    });
}

#[test]
fn who_is_behind_a_member() {
    both(async |home| {
        let (workspace, anna, bram) = (home.desk.workspace, home.desk.setup.anna, home.desk.setup.bram);
        let elsewhere = home.neighbour().await;
        let (other, other_anna) = (elsewhere.desk.workspace, elsewhere.desk.setup.anna);
        let (email, later) = (format!("{}@voorbeeld.nl", fresh()), format!("{}@voorbeeld.be", fresh()));
        let (hash, link) = (fresh(), fresh());
        system(&home, move |directory| {
            let identity = directory.set_password(fresh(), &email, "x")?;
            directory.join(identity, workspace, anna)?;
            assert_eq!(directory.identity_of(workspace, anna)?.unwrap().email, email);
            assert_eq!(directory.identity_of(workspace, bram)?, None);
            assert_eq!(directory.identity_of(other, anna)?, None);
            assert_eq!(directory.joined(workspace)?, [(anna, email, None)]);
            directory.add_session(hash.as_bytes(), &session(identity, workspace, anna, 7_000))?;
            directory.change_email(identity, &later)?;
            assert_eq!(directory.joined(workspace)?, [(anna, later, Some(Instant(7_000)))]);
            let id = directory.session(hash.as_bytes())?.unwrap().id;
            directory.move_session(id, other, other_anna)?;
            assert_eq!(directory.session(hash.as_bytes())?.unwrap().workspace, other);
            directory.end_sessions(other, other_anna)?;
            assert_eq!(directory.session(hash.as_bytes())?, None);
            let invitation = Invitation {
                purpose: "join".into(),
                workspace,
                member: bram,
                email: "b@voorbeeld.nl".into(),
                expires_at: Instant(i64::MAX / 2),
            };
            directory.add_invitation(link.as_bytes(), &invitation)?;
            assert_eq!(directory.open_invitations(workspace)?, [(bram, invitation.expires_at)]);
            directory.end_access(workspace, bram)?;
            assert!(directory.open_invitations(workspace)?.is_empty());
            Ok(())
        })
        .await;
    });
}

#[test]
fn a_secret_is_made_once() {
    both(async |home| {
        let name = fresh().to_string();
        let (asked, again) = (name.clone(), name.clone());
        assert_eq!(system(&home, move |directory| directory.secret(&asked, b"first")).await, b"first");
        assert_eq!(system(&home, move |directory| directory.secret(&again, b"second")).await, b"first");
    });
}

#[test]
fn a_failed_change_of_the_directory_leaves_nothing() {
    both(async |home| {
        let (id, email) = (fresh(), format!("{}@voorbeeld.nl", fresh()));
        let asked = email.clone();
        let outcome = home
            .store
            .system(move |directory| {
                directory.set_password(id, &email, "x")?;
                Err::<(), _>(trechter_domain::Refusal::forbidden().into())
            })
            .await;
        assert_eq!(crate::home::refusal(outcome), "forbidden");
        let known = home.store.system_read(move |directory| directory.identity_by_email(&asked)).await;
        assert_eq!(known.unwrap(), None);
    });
}

#[test]
fn the_directory_is_reached_from_a_write_and_goes_with_it() {
    both(async |home| {
        let (identity, workspace, anna) = (fresh(), home.desk.workspace, home.desk.setup.anna);
        let outcome = home
            .write(move |tx, _| {
                tx.directory()?.join(identity, workspace, anna)?;
                Err::<(), _>(trechter_domain::Refusal::forbidden().into())
            })
            .await;
        assert_eq!(crate::home::refusal(outcome), "forbidden");
        assert!(system(&home, move |directory| directory.memberships(identity)).await.is_empty());
        home.write(move |tx, _| tx.directory()?.join(identity, workspace, anna)).await.unwrap();
        assert_eq!(system(&home, move |directory| directory.memberships(identity)).await.len(), 1);
        assert_eq!(system(&home, move |directory| directory.seq(workspace)).await, Some(home.seq().await));
    });
}
