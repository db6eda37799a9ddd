//! Why someone is removed: words of the circle, carried by the statement that removes.
//!
//! Pure but for the replica's keys. docs/decisions/0011: a removed device hears its removal and nothing else, so the
//! words travel in that statement, sealed under an epoch that the removed person could read.

use super::replica::{Replica, ReplicaError};
use super::slices::Slices;
use crate::charter::{MAX_WHY, Note, Statement, Why};
use crate::id::{PersonId, StatementId, derive};
use crate::record::Secret;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use rand::Rng;

const SALT: usize = 16;

fn cipher(epoch: &Secret, salt: &[u8]) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&derive("kith 0 why", &[&epoch.0, salt]).into())
}

/// Binds the words to who says them of whom.
fn said_of(author: &PersonId, person: &PersonId) -> [u8; 32] {
    derive("kith 0 why of", &[&author.0, &person.0])
}

impl<S: Slices> Replica<S> {
    /// Ends a person's belonging, and says why to everyone who reads the circle, the removed person included.
    ///
    /// # Errors
    /// As [`Replica::state`]; [`ReplicaError::TooLarge`] for words beyond [`MAX_WHY`] bytes.
    pub fn remove(&mut self, person: &PersonId, why: Option<&str>) -> Result<StatementId, ReplicaError> {
        self.commit(|tx| tx.remove(person, why))
    }

    pub(super) fn remove_within(&mut self, person: &PersonId, why: Option<&str>) -> Result<StatementId, ReplicaError> {
        let why = why.map(|words| self.seal_why(person, words)).transpose()?;
        self.state_within(&Statement::Remove { person: *person, cuts: self.cuts_of(person), why })
    }

    /// Agrees to what another organiser asks for, and may say why as well.
    ///
    /// # Errors
    /// As [`Replica::remove`].
    pub fn second(&mut self, first: &StatementId, why: Option<&str>) -> Result<StatementId, ReplicaError> {
        self.commit(|tx| tx.second(first, why))
    }

    pub(super) fn second_within(
        &mut self,
        first: &StatementId,
        why: Option<&str>,
    ) -> Result<StatementId, ReplicaError> {
        let about = self.law.about(first).ok_or(ReplicaError::NotAllowed)?;
        let why = why.map(|words| self.seal_why(&about, words)).transpose()?;
        self.state_within(&Statement::Second { first: *first, why })
    }

    fn seal_why(&mut self, person: &PersonId, words: &str) -> Result<Why, ReplicaError> {
        if words.len() > MAX_WHY {
            return Err(ReplicaError::TooLarge);
        }
        let everyone = self.everyone();
        let (epoch, key) = self.epoch_to_write_under(&everyone)?;
        let mut salt = [0; SALT];
        self.rng.fill_bytes(&mut salt);
        let payload = Payload { msg: words.as_bytes(), aad: &said_of(&self.me.person, person) };
        let sealed = cipher(&key, &salt).encrypt(&Nonce::default(), payload).map_err(|_| ReplicaError::TooLarge)?;
        Ok(Why { epoch, sealed: [&salt[..], &sealed].concat() })
    }

    /// The words that a removal carries, if it carries any and their key is here.
    #[must_use]
    pub fn why_of(&self, note: &Note) -> Option<String> {
        let (person, why) = match note.statement()? {
            Statement::Remove { person, why: Some(why), .. } => (*person, why),
            Statement::Second { why: Some(why), .. } => (self.law.about(&note.id)?, why),
            _ => return None,
        };
        let (circle, key) = self.epoch_keys.get(&why.epoch)?;
        let (salt, sealed) = why.sealed.split_at_checked(SALT).filter(|_| *circle == self.everyone())?;
        let payload = Payload { msg: sealed, aad: &said_of(&note.person, &person) };
        let words = cipher(key, salt).decrypt(&Nonce::default(), payload).ok()?;
        String::from_utf8(words).ok()
    }
}
