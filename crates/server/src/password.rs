//! Passwords: Argon2id, its cost passed in (minimal in tests).

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use trechter_domain::{FieldError, Refusal};

/// How passwords are hashed.
#[derive(Clone)]
pub struct Passwords {
    argon: Argon2<'static>,
    /// Compared with when there is no such user, so that the answer takes as long.
    decoy: String,
}

/// Shortest password that is accepted, in characters.
pub const SHORTEST: usize = 10;

impl Passwords {
    /// The cost that OWASP advises: 19 MiB, two passes.
    pub fn strong() -> anyhow::Result<Self> {
        Self::with(Params::new(19 * 1024, 2, 1, None)?)
    }

    /// Next to no cost, for tests.
    pub fn weak() -> anyhow::Result<Self> {
        Self::with(Params::new(8, 1, 1, None)?)
    }

    fn with(params: Params) -> anyhow::Result<Self> {
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = argon.hash_password(b"nobody has this password").map_err(anyhow::Error::msg)?.to_string();
        Ok(Self { argon, decoy })
    }

    /// Hashes a new password. Takes tens of milliseconds: call it on a blocking thread.
    ///
    /// # Errors
    /// `too_short`, `too_long`.
    pub fn hash(&self, field: &str, password: &str) -> Result<String, Refusal> {
        let length = password.chars().count();
        if length < SHORTEST {
            let error = FieldError::new(field, "too_short").with("shortest", SHORTEST);
            return Err(Refusal::invalid(vec![error]));
        }
        if password.len() > 1_000 {
            return Err(Refusal::field(field, "too_long"));
        }
        let hash = self.argon.hash_password(password.as_bytes());
        hash.map(|hash| hash.to_string()).map_err(|_| Refusal::field(field, "wrong_type"))
    }

    /// Is this the password? The same time for a user that does not exist.
    pub fn verify(&self, password: &str, known: Option<&str>) -> bool {
        let Ok(hash) = PasswordHash::new(known.unwrap_or(&self.decoy)) else { return false };
        let right = self.argon.verify_password(password.as_bytes(), &hash).is_ok();
        right && known.is_some()
    }
}
