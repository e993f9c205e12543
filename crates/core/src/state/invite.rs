//! Invitations: codes of one use that bind a Telegram account to a person.
//!
//! A code is 128 bits as base64url (22 characters, within the 64 of a start parameter; Bot API,
//! "Deep linking"). Only its SHA-256 is kept: whoever reads the store can't use an open invitation.
//! The one exception is the outbox, which holds the link until it has left, since a death must not
//! lose the answer; its row goes with the news of its arrival, or after `ANSWER_LIFE`.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ids::{PersonId, TelegramUser};
use crate::limits::{INVITE_LIFE, WRONG_CODES, WRONG_CODES_WITHIN};
use crate::state::ledger::{Salt, TextKey};
use crate::state::record::Hash;
use crate::time::At;

/// Randomness of the shell, fresh at each start and never stored. Codes follow from it and from the
/// entry of the record that makes them, so that a decision stays a function of its input.
#[derive(Clone)]
pub struct Seed([u8; 32]);

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(…)")
    }
}

impl Seed {
    /// Takes what the shell drew.
    pub fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// The code of the entry with this number. An entry is durable before its code is sent, so a
    /// number that is given twice (after a commit that never was) gave its first code to nobody.
    pub fn code(&self, seq: u32) -> Code {
        self.draw(b"invite", seq)
    }

    /// The token of the calendar feed that the entry with this number makes; as [`Self::code`].
    pub fn feed(&self, seq: u32) -> Code {
        self.draw(b"feed", seq)
    }

    /// The salt of a text of the ledger: which, of which dispute. As [`Self::code`], a text is durable before
    /// anybody is told of it.
    pub fn salt(&self, text: TextKey) -> Salt {
        let mut what = b"salt".to_vec();
        what.extend(text.dispute.0.to_be_bytes());
        Salt::new(self.draw(&what, text.seq).0)
    }

    fn draw(&self, what: &[u8], seq: u32) -> Code {
        let mut digest = Sha256::new();
        digest.update(self.0);
        digest.update(what);
        digest.update(seq.to_be_bytes());
        let drawn = digest.finalize();
        let mut code = String::with_capacity(22);
        // 16 bytes, six bits a character, the last two bits alone.
        let (mut bits, mut held) = (0_u32, 0);
        for byte in drawn.iter().take(16) {
            bits = (bits << 8) | u32::from(*byte);
            held += 8;
            while held >= 6 {
                held -= 6;
                code.push(letter(bits >> held));
            }
        }
        code.push(letter(bits << (6 - held)));
        Code(code)
    }
}

fn letter(bits: u32) -> char {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char::from(LETTERS[(bits & 63) as usize])
}

/// A code in the clear: to be shown once and forgotten.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Code(…)")
    }
}

impl Code {
    /// As somebody gave it; `None` where no code looks so.
    pub fn read(text: &str) -> Option<Self> {
        let fits = (1..=64).contains(&text.len());
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        (fits && text.chars().all(plain)).then(|| Self(text.to_owned()))
    }

    /// What is kept of it.
    pub fn hash(&self) -> Hash {
        Hash::of(self.0.as_bytes())
    }

    /// The link under which a calendar reads the feed that it is the token of; `url` is the program's own
    /// address (SPEC section 7).
    pub fn calendar(&self, url: &str) -> String {
        format!("{}/calendar/{}.ics", url.trim_end_matches('/'), self.0)
    }

    /// The link that opens the bot with it. Source: Bot API, "Deep linking".
    pub fn link(&self, bot: &str) -> String {
        format!("https://t.me/{bot}?start={}", self.0)
    }
}

/// An invitation, found by the hash of its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// For whom.
    pub person: PersonId,
    /// When it was made.
    pub made: At,
    /// Who used it, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<(TelegramUser, At)>,
    /// Why it is good no longer, where nobody used it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void: Option<Void>,
}

/// Why a code that nobody used is good no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Void {
    /// A newer one was made for the same person.
    Replaced,
    /// Somebody wrote it where others could read it.
    Exposed,
}

impl Invite {
    /// When it ends.
    pub fn expires(&self) -> At {
        self.made.plus(INVITE_LIFE)
    }

    /// Whether whoever gives it now may be bound by it.
    pub fn is_good(&self, now: At) -> bool {
        self.used.is_none() && self.void.is_none() && now < self.expires()
    }

    /// The same, good no longer.
    pub fn voided(&self, why: Void) -> Self {
        Self {
            void: Some(why),
            ..self.clone()
        }
    }
}

/// Wrong codes of one user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guesses {
    /// The first of them.
    pub since: At,
    /// How many.
    pub count: u32,
}

impl Guesses {
    /// Whether this long ago is forgotten. A clock that was set back forgets nothing.
    pub fn is_over(&self, now: At) -> bool {
        now >= self.since.plus(WRONG_CODES_WITHIN)
    }

    /// Whether no further code is looked at now.
    pub fn too_many(&self, now: At) -> bool {
        self.count >= WRONG_CODES && !self.is_over(now)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_kept_is_not_the_code() {
        let code = Seed::new([7; 32]).code(1);
        assert_eq!(code.0.len(), 22);
        assert!(!format!("{code:?}").contains(&code.0));
        assert_eq!(
            Code::read(&code.0).map(|read| read.hash()),
            Some(code.hash())
        );
        assert_eq!(
            code.link("duty_bot"),
            format!("https://t.me/duty_bot?start={}", code.0)
        );
    }

    proptest! {
        #[test]
        fn every_code_is_a_start_parameter_of_its_own(seed in any::<[u8; 32]>(), seq in any::<u32>()) {
            let seed = Seed::new(seed);
            let code = seed.code(seq);
            prop_assert!(Code::read(&code.0).is_some());
            prop_assert_ne!(code.hash(), seed.code(seq.wrapping_add(1)).hash());
            prop_assert_ne!(code.hash(), seed.feed(seq).hash());
        }

        #[test]
        fn no_text_breaks_the_reader(text in ".{0,80}") {
            if let Some(code) = Code::read(&text) {
                prop_assert!(code.0.is_ascii());
            }
        }
    }
}
