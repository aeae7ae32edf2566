//! What belongs to no workspace: who may come in, and who lives where. Secrets are kept as hashes only.

use trechter_domain::time::DAY;
use trechter_domain::{Instant, MemberId, WorkspaceId};
use uuid::Uuid;

use crate::engine::{Conn, Row, Val};
use crate::error::Result;
use crate::tx::Tx;

/// The global tables, in a transaction.
pub struct Directory<'a> {
    conn: &'a mut Conn,
}

/// A workspace of this installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceRow {
    pub id: WorkspaceId,
    pub name: String,
    pub seq: i64,
}

/// Somebody who can log in, in one or more workspaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub id: Uuid,
    pub email: String,
    /// Argon2id hash in PHC form; `None` until a password is chosen.
    pub password: Option<String>,
}

/// A browser that is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: Uuid,
    pub identity: Uuid,
    pub workspace: WorkspaceId,
    pub member: MemberId,
    pub created_at: Instant,
    pub seen_at: Instant,
    pub expires_at: Instant,
    /// The browser, as it calls itself.
    pub agent: String,
}

/// An API token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub id: Uuid,
    pub workspace: WorkspaceId,
    pub member: MemberId,
    pub name: String,
    /// Space-separated: `read`, `write`, `admin`.
    pub scopes: String,
    pub created_at: Instant,
    pub used_at: Option<Instant>,
    pub expires_at: Option<Instant>,
}

/// A one-time link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// `join` or `reset`.
    pub purpose: String,
    pub workspace: WorkspaceId,
    pub member: MemberId,
    pub email: String,
    pub expires_at: Instant,
}

const SESSION: &str = "id, identity, workspace_id, member, created_at, seen_at, expires_at, agent";
const TOKEN: &str = "id, workspace_id, member, name, scopes, created_at, used_at, expires_at";

fn session(row: &Row) -> Result<Session> {
    Ok(Session {
        id: row.id(0)?,
        identity: row.id(1)?,
        workspace: row.id(2)?,
        member: row.id(3)?,
        created_at: Instant(row.int(4)?),
        seen_at: Instant(row.int(5)?),
        expires_at: Instant(row.int(6)?),
        agent: row.text(7)?.to_owned(),
    })
}

fn token(row: &Row) -> Result<Token> {
    Ok(Token {
        id: row.id(0)?,
        workspace: row.id(1)?,
        member: row.id(2)?,
        name: row.text(3)?.to_owned(),
        scopes: row.text(4)?.to_owned(),
        created_at: Instant(row.int(5)?),
        used_at: row.opt_int(6)?.map(Instant),
        expires_at: row.opt_int(7)?.map(Instant),
    })
}

fn identity(row: &Row) -> Result<Identity> {
    Ok(Identity {
        id: row.id(0)?,
        email: row.text(1)?.to_owned(),
        password: row.opt_text(2)?.map(str::to_owned),
    })
}

impl<'a> Directory<'a> {
    pub(crate) fn new(conn: &'a mut Conn) -> Self {
        Self { conn }
    }

    pub(crate) fn execute(&mut self, sql: &str, values: &[Val]) -> Result<u64> {
        self.conn.execute(sql, values)
    }

    pub(crate) fn one<T>(
        &mut self,
        sql: &str,
        values: &[Val],
        read: impl Fn(&Row) -> Result<T>,
    ) -> Result<Option<T>> {
        self.conn.query(sql, values)?.first().map(read).transpose()
    }

    pub(crate) fn all<T>(
        &mut self,
        sql: &str,
        values: &[Val],
        read: impl Fn(&Row) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.conn.query(sql, values)?.iter().map(read).collect()
    }

    /// Makes an empty workspace.
    ///
    /// # Errors
    /// The database's.
    pub fn add_workspace(&mut self, id: WorkspaceId, name: &str, now: Instant) -> Result<()> {
        let sql =
            "INSERT INTO workspaces (id, name, seq, catalogue_version, created_at) VALUES ($1, $2, 0, 0, $3)";
        self.conn.execute(sql, &[id.into(), name.into(), now.into()])?;
        Ok(())
    }

    /// Until the commit, nobody else does what only one may do in the whole installation.
    ///
    /// # Errors
    /// The database's.
    pub fn alone(&mut self) -> Result<()> {
        self.conn.execute("UPDATE secrets SET value = value WHERE name = 'cursor'", &[])?;
        Ok(())
    }

    /// All workspaces, oldest first.
    ///
    /// # Errors
    /// The database's.
    pub fn workspaces(&mut self) -> Result<Vec<WorkspaceRow>> {
        self.all("SELECT id, name, seq FROM workspaces ORDER BY created_at, id", &[], |row| {
            Ok(WorkspaceRow { id: row.id(0)?, name: row.text(1)?.to_owned(), seq: row.int(2)? })
        })
    }

    /// The number of a workspace's last event.
    ///
    /// # Errors
    /// The database's.
    pub fn seq(&mut self, workspace: WorkspaceId) -> Result<Option<i64>> {
        self.one("SELECT seq FROM workspaces WHERE id = $1", &[workspace.into()], |row| row.int(0))
    }

    /// The identity with an e-mail address (lower case).
    ///
    /// # Errors
    /// The database's.
    pub fn identity_by_email(&mut self, email: &str) -> Result<Option<Identity>> {
        let sql = "SELECT id, email, password FROM identities WHERE email = $1";
        self.one(sql, &[email.into()], identity)
    }

    /// The identity behind a session.
    ///
    /// # Errors
    /// The database's.
    pub fn identity_by_id(&mut self, id: Uuid) -> Result<Option<Identity>> {
        let sql = "SELECT id, email, password FROM identities WHERE id = $1";
        self.one(sql, &[id.into()], identity)
    }

    /// Adds an identity, or sets the password of the one with this address; gives its id.
    ///
    /// # Errors
    /// The database's.
    pub fn set_password(&mut self, id: Uuid, email: &str, password: &str) -> Result<Uuid> {
        let sql = "INSERT INTO identities (id, email, password) VALUES ($1, $2, $3) \
                   ON CONFLICT (email) DO UPDATE SET password = excluded.password RETURNING id";
        let rows = self.conn.query(sql, &[id.into(), email.into(), password.into()])?;
        rows.first().map_or(Ok(id), |row| row.id(0))
    }

    /// Lets an identity into a workspace as a member.
    ///
    /// # Errors
    /// The database's.
    pub fn join(&mut self, identity: Uuid, workspace: WorkspaceId, member: MemberId) -> Result<()> {
        let sql = "INSERT INTO memberships (identity, workspace_id, member) VALUES ($1, $2, $3) \
                   ON CONFLICT (identity, workspace_id) DO UPDATE SET member = excluded.member";
        self.conn.execute(sql, &[identity.into(), workspace.into(), member.into()])?;
        Ok(())
    }

    /// The workspaces an identity may enter, with their names and his member there.
    ///
    /// # Errors
    /// The database's.
    pub fn memberships(&mut self, identity: Uuid) -> Result<Vec<(WorkspaceId, String, MemberId)>> {
        let sql = "SELECT m.workspace_id, w.name, m.member FROM memberships m JOIN workspaces w ON w.id = m.workspace_id \
                   WHERE m.identity = $1 ORDER BY w.created_at, w.id";
        self.all(sql, &[identity.into()], |row| Ok((row.id(0)?, row.text(1)?.to_owned(), row.id(2)?)))
    }

    /// Who can log in to a workspace: member, log-in address, when he was last here.
    ///
    /// # Errors
    /// The database's.
    pub fn joined(&mut self, workspace: WorkspaceId) -> Result<Vec<(MemberId, String, Option<Instant>)>> {
        let sql = "SELECT m.member, i.email, (SELECT MAX(s.seen_at) FROM sessions s \
                   WHERE s.workspace_id = m.workspace_id AND s.member = m.member) \
                   FROM memberships m JOIN identities i ON i.id = m.identity WHERE m.workspace_id = $1";
        self.all(sql, &[workspace.into()], |row| {
            Ok((row.id(0)?, row.text(1)?.to_owned(), row.opt_int(2)?.map(Instant)))
        })
    }

    /// The identity that a member logs in with.
    ///
    /// # Errors
    /// The database's.
    pub fn identity_of(&mut self, workspace: WorkspaceId, member: MemberId) -> Result<Option<Identity>> {
        let sql = "SELECT i.id, i.email, i.password FROM identities i JOIN memberships m ON m.identity = i.id \
                   WHERE m.workspace_id = $1 AND m.member = $2";
        self.one(sql, &[workspace.into(), member.into()], identity)
    }

    /// Lets an identity log in with another address.
    ///
    /// # Errors
    /// The database's.
    pub fn change_email(&mut self, identity: Uuid, email: &str) -> Result<()> {
        self.conn
            .execute("UPDATE identities SET email = $2 WHERE id = $1", &[identity.into(), email.into()])?;
        Ok(())
    }

    /// Opens a session.
    ///
    /// # Errors
    /// The database's.
    pub fn add_session(&mut self, token_hash: &[u8], session: &Session) -> Result<()> {
        let sql = format!(
            "INSERT INTO sessions (token_hash, {SESSION}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        );
        let values = [
            token_hash.into(),
            session.id.into(),
            session.identity.into(),
            session.workspace.into(),
            session.member.into(),
            session.created_at.into(),
            session.seen_at.into(),
            session.expires_at.into(),
            session.agent.as_str().into(),
        ];
        self.conn.execute(&sql, &values)?;
        Ok(())
    }

    /// The session of a cookie.
    ///
    /// # Errors
    /// The database's.
    pub fn session(&mut self, token_hash: &[u8]) -> Result<Option<Session>> {
        let sql = format!("SELECT {SESSION} FROM sessions WHERE token_hash = $1");
        self.one(&sql, &[token_hash.into()], session)
    }

    /// A member's sessions, newest first.
    ///
    /// # Errors
    /// The database's.
    pub fn sessions(&mut self, workspace: WorkspaceId, member: MemberId) -> Result<Vec<Session>> {
        let sql = format!(
            "SELECT {SESSION} FROM sessions WHERE workspace_id = $1 AND member = $2 ORDER BY created_at DESC"
        );
        self.all(&sql, &[workspace.into(), member.into()], session)
    }

    /// Notes that a session is in use.
    ///
    /// # Errors
    /// The database's.
    pub fn touch_session(&mut self, token_hash: &[u8], now: Instant, expires_at: Instant) -> Result<()> {
        let sql = "UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE token_hash = $1";
        self.conn.execute(sql, &[token_hash.into(), now.into(), expires_at.into()])?;
        Ok(())
    }

    /// Ends one session; false when there is none with this id for this member.
    ///
    /// # Errors
    /// The database's.
    pub fn end_session(&mut self, workspace: WorkspaceId, member: MemberId, id: Uuid) -> Result<bool> {
        let sql = "DELETE FROM sessions WHERE workspace_id = $1 AND member = $2 AND id = $3";
        Ok(self.conn.execute(sql, &[workspace.into(), member.into(), id.into()])? > 0)
    }

    /// Ends all sessions of an identity but one.
    ///
    /// # Errors
    /// The database's.
    pub fn end_other_sessions(&mut self, identity: Uuid, keep: Uuid) -> Result<()> {
        let sql = "DELETE FROM sessions WHERE identity = $1 AND id <> $2";
        self.conn.execute(sql, &[identity.into(), keep.into()])?;
        Ok(())
    }

    /// Ends all sessions, tokens and links of a member.
    ///
    /// # Errors
    /// The database's.
    pub fn end_access(&mut self, workspace: WorkspaceId, member: MemberId) -> Result<()> {
        for table in ["sessions", "tokens", "memberships", "invitations"] {
            let sql = format!("DELETE FROM {table} WHERE workspace_id = $1 AND member = $2");
            self.conn.execute(&sql, &[workspace.into(), member.into()])?;
        }
        Ok(())
    }

    /// Ends all sessions of a member; his tokens stay.
    ///
    /// # Errors
    /// The database's.
    pub fn end_sessions(&mut self, workspace: WorkspaceId, member: MemberId) -> Result<()> {
        let sql = "DELETE FROM sessions WHERE workspace_id = $1 AND member = $2";
        self.conn.execute(sql, &[workspace.into(), member.into()])?;
        Ok(())
    }

    /// Takes a session to another workspace of the same person.
    ///
    /// # Errors
    /// The database's.
    pub fn move_session(&mut self, id: Uuid, workspace: WorkspaceId, member: MemberId) -> Result<()> {
        let sql = "UPDATE sessions SET workspace_id = $2, member = $3 WHERE id = $1";
        self.conn.execute(sql, &[id.into(), workspace.into(), member.into()])?;
        Ok(())
    }

    /// Removes sessions, links and failed attempts whose time is over.
    ///
    /// # Errors
    /// The database's.
    pub fn sweep(&mut self, now: Instant) -> Result<()> {
        self.conn.execute("DELETE FROM sessions WHERE expires_at < $1", &[now.into()])?;
        self.conn.execute("DELETE FROM invitations WHERE expires_at < $1", &[now.into()])?;
        self.conn.execute("DELETE FROM attempts WHERE last_at < $1", &[Instant(now.0 - DAY).into()])?;
        Ok(())
    }

    /// Adds an API token.
    ///
    /// # Errors
    /// The database's.
    pub fn add_token(&mut self, token_hash: &[u8], token: &Token) -> Result<()> {
        let sql =
            format!("INSERT INTO tokens (token_hash, {TOKEN}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
        let values = [
            token_hash.into(),
            token.id.into(),
            token.workspace.into(),
            token.member.into(),
            token.name.as_str().into(),
            token.scopes.as_str().into(),
            token.created_at.into(),
            token.used_at.into(),
            token.expires_at.into(),
        ];
        self.conn.execute(&sql, &values)?;
        Ok(())
    }

    /// The token with a hash.
    ///
    /// # Errors
    /// The database's.
    pub fn token(&mut self, token_hash: &[u8]) -> Result<Option<Token>> {
        self.one(&format!("SELECT {TOKEN} FROM tokens WHERE token_hash = $1"), &[token_hash.into()], token)
    }

    /// A member's tokens, newest first.
    ///
    /// # Errors
    /// The database's.
    pub fn tokens(&mut self, workspace: WorkspaceId, member: MemberId) -> Result<Vec<Token>> {
        let sql = format!(
            "SELECT {TOKEN} FROM tokens WHERE workspace_id = $1 AND member = $2 ORDER BY created_at DESC"
        );
        self.all(&sql, &[workspace.into(), member.into()], token)
    }

    /// Notes when a token was last used.
    ///
    /// # Errors
    /// The database's.
    pub fn touch_token(&mut self, token_hash: &[u8], now: Instant) -> Result<()> {
        self.conn.execute(
            "UPDATE tokens SET used_at = $2 WHERE token_hash = $1",
            &[token_hash.into(), now.into()],
        )?;
        Ok(())
    }

    /// Revokes a token; false when there is none with this id for this member.
    ///
    /// # Errors
    /// The database's.
    pub fn revoke_token(&mut self, workspace: WorkspaceId, member: MemberId, id: Uuid) -> Result<bool> {
        let sql = "DELETE FROM tokens WHERE workspace_id = $1 AND member = $2 AND id = $3";
        Ok(self.conn.execute(sql, &[workspace.into(), member.into(), id.into()])? > 0)
    }

    /// Keeps a one-time link; earlier ones of the same purpose for this member no longer work.
    ///
    /// # Errors
    /// The database's.
    pub fn add_invitation(&mut self, token_hash: &[u8], invitation: &Invitation) -> Result<()> {
        let sql = "DELETE FROM invitations WHERE workspace_id = $1 AND member = $2 AND purpose = $3";
        let purpose = invitation.purpose.as_str();
        self.conn.execute(sql, &[invitation.workspace.into(), invitation.member.into(), purpose.into()])?;
        let sql = "INSERT INTO invitations (token_hash, purpose, workspace_id, member, email, expires_at) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let values = [
            token_hash.into(),
            purpose.into(),
            invitation.workspace.into(),
            invitation.member.into(),
            invitation.email.as_str().into(),
            invitation.expires_at.into(),
        ];
        self.conn.execute(sql, &values)?;
        Ok(())
    }

    /// The link with a hash.
    ///
    /// # Errors
    /// The database's.
    pub fn invitation(&mut self, token_hash: &[u8]) -> Result<Option<Invitation>> {
        let sql =
            "SELECT purpose, workspace_id, member, email, expires_at FROM invitations WHERE token_hash = $1";
        self.one(sql, &[token_hash.into()], |row| {
            Ok(Invitation {
                purpose: row.text(0)?.to_owned(),
                workspace: row.id(1)?,
                member: row.id(2)?,
                email: row.text(3)?.to_owned(),
                expires_at: Instant(row.int(4)?),
            })
        })
    }

    /// Until when the join links of a workspace's members work.
    ///
    /// # Errors
    /// The database's.
    pub fn open_invitations(&mut self, workspace: WorkspaceId) -> Result<Vec<(MemberId, Instant)>> {
        let sql = "SELECT member, expires_at FROM invitations WHERE workspace_id = $1 AND purpose = 'join'";
        self.all(sql, &[workspace.into()], |row| Ok((row.id(0)?, Instant(row.int(1)?))))
    }

    /// The links of a member no longer work.
    ///
    /// # Errors
    /// The database's.
    pub fn end_invitations(&mut self, workspace: WorkspaceId, member: MemberId) -> Result<()> {
        let sql = "DELETE FROM invitations WHERE workspace_id = $1 AND member = $2";
        self.conn.execute(sql, &[workspace.into(), member.into()])?;
        Ok(())
    }

    /// Uses a link up.
    ///
    /// # Errors
    /// The database's.
    pub fn use_invitation(&mut self, token_hash: &[u8]) -> Result<bool> {
        Ok(self.conn.execute("DELETE FROM invitations WHERE token_hash = $1", &[token_hash.into()])? > 0)
    }

    /// A secret of this installation; `fresh` becomes it when there is none yet.
    ///
    /// # Errors
    /// The database's.
    pub fn secret(&mut self, name: &str, fresh: &[u8]) -> Result<Vec<u8>> {
        let sql = "INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
        self.conn.execute(sql, &[name.into(), fresh.into()])?;
        let kept = self.one("SELECT value FROM secrets WHERE name = $1", &[name.into()], |row| {
            Ok(row.bytes(0)?.to_vec())
        })?;
        Ok(kept.unwrap_or_else(|| fresh.to_vec()))
    }
}

impl Tx<'_> {
    /// The global tables, in the transaction of this workspace.
    ///
    /// # Errors
    /// The database's.
    pub fn directory(&mut self) -> Result<Directory<'_>> {
        self.flush()?;
        Ok(Directory::new(self.conn))
    }
}
