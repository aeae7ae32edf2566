//! Finding the records that rows name: those of this import in memory, others in the database.

use std::collections::{HashMap, HashSet};

use trechter_domain::event::Kind;
use trechter_domain::record::{Company, Contact, Deal, Lead};
use trechter_domain::text;
use trechter_store::{Result, Tx};
use uuid::Uuid;

use super::draft::{Draft, Link, domain_of};
use super::mapping::By;

/// Records of this import by what rows call them.
#[derive(Debug, Default)]
pub struct Index {
    ids: HashMap<(Kind, By, String), Uuid>,
    /// Names that several records have.
    several: HashSet<(Kind, By, String)>,
}

/// A name that a record was given.
pub type Entry = ((Kind, By, String), Uuid);

impl Index {
    pub fn get(&self, key: &(Kind, By, String)) -> Option<Uuid> {
        self.ids.get(key).copied()
    }

    pub fn is_ambiguous(&self, key: &(Kind, By, String)) -> bool {
        self.several.contains(key)
    }

    /// The first one that has a name keeps it.
    pub fn add(&mut self, (key, id): Entry) {
        match self.ids.get(&key) {
            None => {
                self.ids.insert(key, id);
            }
            Some(known) if *known != id => {
                self.several.insert(key);
            }
            Some(_) => {}
        }
    }
}

/// All names of a draft's record.
pub fn names(draft: &Draft, kind: Kind, id: Uuid) -> Vec<Entry> {
    let own = ((kind, By::Id, draft.external.clone()), id);
    let others = draft.known_as.iter().map(|(by, text)| ((kind, *by, text.clone()), id));
    std::iter::once(own).chain(others).collect()
}

/// The ways in which a link may be meant, the likeliest first.
pub fn keys(link: &Link) -> Vec<(Kind, By, String)> {
    let ways: &[By] = match link.by {
        Some(By::Id) => &[By::Id],
        Some(By::Email) => &[By::Email],
        Some(By::Domain) => &[By::Domain],
        Some(By::Name) => &[By::Name, By::Id],
        None => &[By::Id, By::Email, By::Domain, By::Name],
    };
    let text = |by: By| match by {
        By::Id => link.text.clone(),
        By::Name => text::match_key(&link.text),
        By::Email => link.text.to_lowercase(),
        By::Domain => domain_of(&link.text),
    };
    ways.iter().map(|by| (link.kind, *by, text(*by))).filter(|(_, _, text)| !text.is_empty()).collect()
}

/// Looks up in the database what memory does not know.
///
/// # Errors
/// The database's.
pub fn look_up(tx: &mut Tx<'_>, system: &str, wanted: &HashSet<(Kind, By, String)>) -> Result<Vec<Entry>> {
    let mut found = Vec::new();
    for kind in [Kind::Company, Kind::Contact, Kind::Lead, Kind::Deal] {
        let texts = |by: By| -> Vec<String> {
            let mine = wanted.iter().filter(|(of, how, _)| *of == kind && *how == by);
            let mut texts: Vec<String> = mine.map(|(_, _, text)| text.clone()).collect();
            texts.sort_unstable();
            texts
        };
        let ids = texts(By::Id);
        if !ids.is_empty() {
            let rows = tx.imported_rows(system, kind, &ids)?;
            found.extend(rows.into_iter().map(|row| ((kind, By::Id, row.external_id), row.subject)));
        }
        let (names, emails) = (texts(By::Name), texts(By::Email));
        let by_name = match kind {
            _ if names.is_empty() => Vec::new(),
            Kind::Company => tx.ids_by_match::<Company>(&names)?,
            Kind::Contact => tx.ids_by_match::<Contact>(&names)?,
            Kind::Lead => tx.ids_by_match::<Lead>(&names)?,
            _ => tx.ids_by_match::<Deal>(&names)?,
        };
        found.extend(by_name.into_iter().map(|(name, id)| ((kind, By::Name, name), id)));
        let by_email = match kind {
            _ if emails.is_empty() => Vec::new(),
            Kind::Contact => tx.ids_by_email::<Contact>(&emails)?,
            Kind::Lead => tx.ids_by_email::<Lead>(&emails)?,
            _ => Vec::new(),
        };
        found.extend(by_email.into_iter().map(|(email, id)| ((kind, By::Email, email), id)));
    }
    Ok(found)
}
