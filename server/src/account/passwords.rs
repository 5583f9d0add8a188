//! Passwords: argon2id behind a semaphore, and what makes one acceptable.

use std::sync::Arc;

use app::answer::{AppError, FieldProblem};
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, PasswordHash, Version};
use tokio::sync::Semaphore;

use crate::refusal;

/// OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
/// In characters. CNIL: length is what makes a password strong.
pub const SHORTEST: usize = 12;
const LONGEST: usize = 256;
/// Sign-ins that wait for a core; more than that is an attack or an outage.
const QUEUE: usize = 64;

/// Hashes and verifies, as many at once as there are cores.
#[derive(Clone)]
pub struct Passwords {
    cores: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    /// Verified for addresses without an account, so that they take as long.
    dummy: Arc<str>,
}

impl Default for Passwords {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Passwords {
            cores: Arc::new(Semaphore::new(cores)),
            queue: Arc::new(Semaphore::new(cores + QUEUE)),
            dummy: dummy().into(),
        }
    }
}

impl Passwords {
    /// Whether the password is that account's. No account, or one not yet activated: never, after the same work.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, AppError> {
        let known = stored.is_some();
        let against = stored.map_or_else(|| self.dummy.to_string(), str::to_owned);
        let password = password.to_owned();
        let matches = self.at_a_core(move || matches(&password, &against)).await?;
        Ok(known && matches)
    }

    /// The PHC string to store.
    pub async fn hash(&self, password: &str) -> Result<String, AppError> {
        let password = password.to_owned();
        self.at_a_core(move || hash(&password))
            .await?
            .map_err(|error| refusal::internal(&error))
    }

    async fn at_a_core<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let _queued = self.queue.try_acquire().map_err(|_| AppError::Busy)?;
        let core = self
            .cores
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| AppError::Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(core);
            done
        });
        done.await.map_err(|error| refusal::internal(&error))
    }
}

/// The PHC string of a password, computed here and now: for commands, not for requests.
pub fn hash(password: &str) -> anyhow::Result<String> {
    let hash = argon2()?
        .hash_password(password.as_bytes())
        .map_err(|error| anyhow::anyhow!("argon2: {error}"))?;
    Ok(hash.to_string())
}

/// A hash that no password has, made without the memory that a real one takes. Any hexadecimal digit is one of
/// base64's too.
fn dummy() -> String {
    let (salt, output) = (crate::http::random_text(12), crate::http::random_text(22));
    format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p=1${salt}${output}")
}

fn matches(password: &str, stored: &str) -> bool {
    let (Ok(argon2), Ok(stored)) = (argon2(), PasswordHash::new(stored)) else {
        return false;
    };
    argon2.verify_password(password.as_bytes(), &stored).is_ok()
}

fn argon2() -> anyhow::Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None)
        .map_err(|error| anyhow::anyhow!("argon2: {error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Refuses, as a problem of `field`, what is too short, too long or too easy to guess.
pub fn acceptable(password: &str, email: &str, field: &str) -> Result<(), AppError> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(AppError::field(field, FieldProblem::TooShort));
    }
    if length > LONGEST {
        return Err(AppError::field(field, FieldProblem::TooLong));
    }
    if is_common(password, email) {
        return Err(AppError::field(field, FieldProblem::TooCommon));
    }
    Ok(())
}

fn is_common(password: &str, email: &str) -> bool {
    let folded = app::domain::folding::fold_text(password);
    let letters: String = folded
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    let mailbox = email.split('@').next().unwrap_or_default();
    let distinct = folded
        .chars()
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    let is_email = folded.contains(email)
        || (mailbox.len() >= 4 && letters.trim_matches(|c: char| c.is_ascii_digit()) == mailbox);
    distinct < 5
        || is_email
        || COMMON.iter().any(|common| {
            letters.trim_end_matches(|c: char| c.is_ascii_digit()) == *common || letters == *common
        })
}

/// Letters and digits of what everybody tries first; digits at the end do not save them.
const COMMON: &[&str] = &[
    "password",
    "passwordpassword",
    "motdepasse",
    "motdepassemotdepasse",
    "monmotdepasse",
    "azerty",
    "azertyuiop",
    "azertyuiopqsdfghjklm",
    "qwerty",
    "qwertyuiop",
    "qwertyuiopasdfghjkl",
    "qwertyqwerty",
    "azertyazerty",
    "123456789012",
    "1234567890123",
    "12345678901234",
    "123456789012345",
    "1234567890123456",
    "123456123456",
    "12341234123412341234",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "1a2z3e4r5t6y",
    "abcdefghijkl",
    "abcdefghijklmnopqrstuvwxyz",
    "abc123abc123",
    "administrateur",
    "administrator",
    "adminadmin",
    "adminadminadmin",
    "bienvenue",
    "bonjour",
    "bonjourbonjour",
    "changeme",
    "changemechangeme",
    "changezmoi",
    "chocolat",
    "doudoudoudou",
    "footballfootball",
    "iloveyou",
    "iloveyouiloveyou",
    "informatique",
    "jetaimejetaime",
    "jetaime",
    "letmein",
    "letmeinletmein",
    "loulouloulou",
    "marseille",
    "monkeymonkey",
    "nicolas",
    "princess",
    "princesse",
    "soleilsoleil",
    "soleil",
    "superman",
    "sunshine",
    "supervision",
    "support",
    "trustno",
    "utilisateur",
    "vigie",
    "vigievigie",
    "welcome",
    "welcomewelcome",
    "printemps",
    "automne",
    "hiver",
    "summer",
    "winter",
    "passw0rd",
    "p4ssw0rd",
    "motdepass",
];

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn length_counts_and_the_obvious_is_refused() {
        let email = "camille.roux@atelier.example";
        for (password, problem) in [
            ("court", Some(FieldProblem::TooShort)),
            ("onze lettres"[..11].into(), Some(FieldProblem::TooShort)),
            ("douze lettres", None),
            ("Motdepasse2026!", Some(FieldProblem::TooCommon)),
            ("aaaaaaaaaaaaaa", Some(FieldProblem::TooCommon)),
            (
                "camille.roux@atelier.example",
                Some(FieldProblem::TooCommon),
            ),
            ("123456789012", Some(FieldProblem::TooCommon)),
            ("le chat dort sous la table", None),
        ] {
            let refused = acceptable(password, email, "password").err();
            assert_eq!(
                refused,
                problem.map(|problem| AppError::field("password", problem)),
                "{password}"
            );
        }
    }

    #[test]
    fn a_hash_verifies_its_password_only() {
        let stored = hash("le chat dort").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(matches("le chat dort", &stored));
        assert!(!matches("le chien dort", &stored));
    }

    #[test]
    fn nobodys_hash_costs_as_much_as_anybodys() {
        let (dummy, real) = (dummy(), hash("le chat dort").unwrap());
        let params = |stored: &str| {
            let stored = PasswordHash::new(stored).unwrap();
            Params::try_from(&stored).unwrap()
        };
        let costs = |params: Params| (params.m_cost(), params.t_cost(), params.p_cost());
        assert_eq!(costs(params(&dummy)), costs(params(&real)));
        assert!(
            argon2()
                .unwrap()
                .verify_password(b"le chat dort", &PasswordHash::new(&dummy).unwrap())
                == Err(argon2::password_hash::Error::PasswordInvalid)
        );
    }
}
