//! Names of things, as types, so that the compiler keeps them apart.

use serde::{Deserialize, Serialize};

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps an id as it is written in the configuration.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id as it is written in the configuration.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }
    };
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

text_id!(
    /// `[[people]] id`. Shares one name space with [`RoleId`].
    PersonId
);
text_id!(
    /// `[[roles]] id`.
    RoleId
);
text_id!(
    /// `[[chats]] id`.
    ChatId
);
text_id!(
    /// `[[severities]] id`.
    SeverityId
);
text_id!(
    /// `[[categories]] id`.
    CategoryId
);
text_id!(
    /// `[[policies]] id`.
    PolicyId
);
text_id!(
    /// `[[presence]] id`.
    PresenceId
);
text_id!(
    /// `[[prompts]] id`.
    PromptId
);
text_id!(
    /// `[[rosters]] id`.
    RosterId
);

number_id!(
    /// What people call an incident: `#7`. Counts 1, 2, 3 … without a gap.
    IncidentNumber(u64)
);
number_id!(
    /// What people call a dispute. Counts 1, 2, 3 … without a gap, apart from incidents.
    DisputeNumber(u64)
);
number_id!(
    /// A Telegram user; also the id of the private chat with that user.
    TelegramUser(i64)
);
number_id!(
    /// A Telegram chat; private chats are positive, groups negative.
    TelegramChat(i64)
);
number_id!(
    /// A message within one Telegram chat.
    MessageId(i64)
);
number_id!(
    /// An update of the Bot API.
    UpdateId(i64)
);
number_id!(
    /// A row of the outbox; grows with every row.
    RowId(u64)
);

impl TelegramUser {
    /// `GroupAnonymousBot`, which stands as the sender of what an administrator writes who stays
    /// anonymous (Bot API, `Message.from`).
    pub const ANONYMOUS: Self = Self(1_087_968_824);

    /// The private chat with this user (the Bot API uses the same number for both).
    pub fn private_chat(self) -> TelegramChat {
        TelegramChat(self.0)
    }
}

impl TelegramChat {
    /// Whether this is the private chat with a user: their ids are positive.
    pub fn is_private(self) -> bool {
        self.0 > 0
    }
}
