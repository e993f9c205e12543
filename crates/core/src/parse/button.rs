//! ```text
//! data    = "1:" verb { ":" argument }
//! ```
//! `1` is the version of this grammar. Data of another version, or not ours at all, is `None`.

use crate::ids::{
    CategoryId, IncidentNumber, MessageId, PersonId, PresenceId, RosterId, SeverityId, TelegramUser,
};
use crate::limits::BUTTON_DATA_BYTES;
use crate::outgoing::Exported;
use crate::parse::ledger::LedgerPress;
use crate::parse::people::PeoplePress;
use crate::parse::prompt::PromptPress;
use crate::parse::roster::{FeedPress, MonthPress};
use crate::parse::swap::SwapPress;
use crate::settings::Language;
use crate::state::event::{Fact, FactAnswer};
use crate::state::roster::Month;
use crate::time::At;

/// What a button means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// Acknowledge.
    Ack(IncidentNumber),
    /// Can't respond.
    Decline(IncidentNumber),
    /// Escalate from this turn on; a second press of the same turn changes nothing.
    Escalate(IncidentNumber, u32),
    /// Update: asks for the text.
    Update(IncidentNumber),
    /// Stand down.
    Close(IncidentNumber),
    /// Page everyone again.
    Again(IncidentNumber),
    /// Still on it.
    StillOnIt(IncidentNumber),
    /// Hand on: asks to whom.
    HandOn(IncidentNumber),
    /// Calls this person to take it over.
    HandTo(IncidentNumber, PersonId),
    /// Back to the policy: paging goes on at once.
    HandBack(IncidentNumber),
    /// The first is the same as the second.
    Same(IncidentNumber, IncidentNumber),
    /// Withdraw the report: asks whether really.
    Withdraw(IncidentNumber),
    /// Withdraws it.
    WithdrawConfirm(IncidentNumber),
    /// Drops the question under which it stands.
    Drop(IncidentNumber),
    /// Another level.
    Severity(IncidentNumber, SeverityId),
    /// Another category.
    Category(IncidentNumber, CategoryId),
    /// An answer to a question for a missing fact.
    Fact(IncidentNumber, Fact, FactAnswer),
    /// No answer now.
    Later(IncidentNumber),
    /// Full text and photos.
    Full(IncidentNumber),
    /// Photos and files alone.
    Files(IncidentNumber),
    /// The whole record.
    Timeline(IncidentNumber),
    /// One card.
    Show(IncidentNumber),
    /// The list of open incidents from this page on.
    List(u32),
    /// Starts a guided report.
    Report,
    /// Reports the message that was offered.
    OfferTake(MessageId),
    /// Drops the offer of a message.
    OfferDrop(MessageId),
    /// Category in the form of this user; `None`: none fits.
    FormCategory(TelegramUser, Option<CategoryId>),
    /// Level in the form of this user; `None`: not known.
    FormSeverity(TelegramUser, Option<SeverityId>),
    /// Drops the form of this user.
    FormCancel(TelegramUser),
    /// Another language.
    Lang(Language),
    /// Who am I?
    Whoami,
    /// Invite this person.
    Invite(PersonId),
    /// A button of `/people`.
    People(PeoplePress),
    /// A button of the ledger.
    Ledger(LedgerPress),
    /// Check whether everybody can be reached.
    SelfTest,
    /// The same, and the result stands in this message.
    TestAgain,
    /// Who can be called as at night?
    Nights,
    /// Call this person as at night.
    Night(PersonId),
    /// Who is on duty now and next?
    OnCall,
    /// Which shifts do I have?
    MyShifts,
    /// The figures of a month; `None`: of the one that runs.
    Stats(Option<Month>),
    /// The same as text.
    StatsText(Month),
    /// Which workbooks are there?
    Exports,
    /// This workbook.
    Export(Exported),
    /// A month of duty.
    Month(MonthPress),
    /// A button about calendar feeds.
    Feed(FeedPress),
    /// On duty, on the shift of this roster that begins then.
    OnDuty(At, RosterId),
    /// A reminder of the shift of this roster that begins then is noted.
    Noted(At, RosterId),
    /// All quiet on the shift of this roster that begins then, for the handover.
    Quiet(At, RosterId),
    /// Hands over the incidents that are open.
    HandOverOpen(At, RosterId),
    /// Signs this item of what the shift took over.
    Sign(u8, At, RosterId),
    /// What is open, as a new message.
    ShowOpen,
    /// A button about swaps.
    Swap(SwapPress),
    /// A button of a prompt.
    Prompt(PromptPress),
    /// In post, at the presence check of this row that was due then.
    InPost(At, PresenceId),
    /// Whether the phone rang in this person's night test that began then.
    Heard(bool, At, PersonId),
}

impl Press {
    /// The incident it is about.
    pub fn incident(&self) -> Option<IncidentNumber> {
        match self {
            Self::Ack(n)
            | Self::Decline(n)
            | Self::Escalate(n, _)
            | Self::Update(n)
            | Self::Close(n)
            | Self::Again(n)
            | Self::StillOnIt(n)
            | Self::HandOn(n)
            | Self::HandTo(n, _)
            | Self::HandBack(n)
            | Self::Same(n, _)
            | Self::Withdraw(n)
            | Self::WithdrawConfirm(n)
            | Self::Drop(n)
            | Self::Severity(n, _)
            | Self::Category(n, _)
            | Self::Fact(n, _, _)
            | Self::Later(n)
            | Self::Full(n)
            | Self::Files(n)
            | Self::Timeline(n)
            | Self::Show(n) => Some(*n),
            Self::List(_)
            | Self::Report
            | Self::OfferTake(_)
            | Self::OfferDrop(_)
            | Self::FormCategory(..)
            | Self::FormSeverity(..)
            | Self::FormCancel(_)
            | Self::Lang(_)
            | Self::Whoami
            | Self::Invite(_)
            | Self::People(_)
            | Self::Ledger(_)
            | Self::SelfTest
            | Self::TestAgain
            | Self::Nights
            | Self::Night(_)
            | Self::OnCall
            | Self::MyShifts
            | Self::Stats(_)
            | Self::StatsText(_)
            | Self::Exports
            | Self::Export(_)
            | Self::Month(_)
            | Self::Feed(_)
            | Self::OnDuty(..)
            | Self::Noted(..)
            | Self::Quiet(..)
            | Self::HandOverOpen(..)
            | Self::Sign(..)
            | Self::ShowOpen
            | Self::Swap(_)
            | Self::Prompt(_)
            | Self::InPost(..)
            | Self::Heard(..) => None,
        }
    }

    /// As button data.
    pub fn encode(&self) -> String {
        let data = match self {
            Self::Ack(n) => format!("1:ack:{n}"),
            Self::Decline(n) => format!("1:no:{n}"),
            Self::Escalate(n, turn) => format!("1:esc:{n}:{turn}"),
            Self::Update(n) => format!("1:upd:{n}"),
            Self::Close(n) => format!("1:end:{n}"),
            Self::Again(n) => format!("1:again:{n}"),
            Self::StillOnIt(n) => format!("1:still:{n}"),
            Self::HandOn(n) => format!("1:hand:{n}"),
            Self::HandTo(n, person) => format!("1:to:{n}:{person}"),
            Self::HandBack(n) => format!("1:back:{n}"),
            Self::Same(n, other) => format!("1:same:{n}:{other}"),
            Self::Withdraw(n) => format!("1:wd:{n}"),
            Self::WithdrawConfirm(n) => format!("1:wdc:{n}"),
            Self::Drop(n) => format!("1:drop:{n}"),
            Self::Severity(n, id) => format!("1:sev:{n}:{id}"),
            Self::Category(n, id) => format!("1:cat:{n}:{id}"),
            Self::Fact(n, fact, answer) => format!("1:fact:{n}:{}:{}", fact.word(), answer.word()),
            Self::Later(n) => format!("1:later:{n}"),
            Self::Full(n) => format!("1:full:{n}"),
            Self::Files(n) => format!("1:files:{n}"),
            Self::Timeline(n) => format!("1:tl:{n}"),
            Self::Show(n) => format!("1:show:{n}"),
            Self::List(page) => format!("1:list:{page}"),
            Self::Report => "1:report".to_owned(),
            Self::OfferTake(message) => format!("1:ot:{message}"),
            Self::OfferDrop(message) => format!("1:od:{message}"),
            Self::FormCategory(user, id) => {
                format!("1:fc:{user}:{}", id.as_ref().map_or("", CategoryId::as_str))
            }
            Self::FormSeverity(user, id) => {
                format!("1:fs:{user}:{}", id.as_ref().map_or("", SeverityId::as_str))
            }
            Self::FormCancel(user) => format!("1:fx:{user}"),
            Self::Lang(Language::Zh) => "1:lang:zh".to_owned(),
            Self::Lang(Language::En) => "1:lang:en".to_owned(),
            Self::Whoami => "1:who".to_owned(),
            Self::Invite(person) => format!("1:inv:{person}"),
            Self::People(press) => format!("1:p:{}", press.encode()),
            Self::Ledger(press) => format!("1:d:{}", press.encode()),
            Self::SelfTest => "1:st".to_owned(),
            Self::TestAgain => "1:sta".to_owned(),
            Self::Nights => "1:nts".to_owned(),
            Self::Night(person) => format!("1:nt:{person}"),
            Self::OnCall => "1:oc".to_owned(),
            Self::MyShifts => "1:ms".to_owned(),
            Self::Stats(None) => "1:sm".to_owned(),
            Self::Stats(Some(month)) => format!("1:sm:{month}"),
            Self::StatsText(month) => format!("1:smt:{month}"),
            Self::Exports => "1:ex".to_owned(),
            Self::Export(kind) => format!("1:ex:{}", kind.word()),
            Self::Month(press) => format!("1:mo:{}", press.encode()),
            Self::Feed(press) => format!("1:cal:{}", press.encode()),
            Self::OnDuty(from, roster) => format!("1:on:{}:{roster}", from.0),
            Self::Noted(from, roster) => format!("1:nd:{}:{roster}", from.0),
            Self::Quiet(from, roster) => format!("1:hq:{}:{roster}", from.0),
            Self::HandOverOpen(from, roster) => format!("1:ho:{}:{roster}", from.0),
            Self::Sign(item, from, roster) => format!("1:sg:{item}:{}:{roster}", from.0),
            Self::ShowOpen => "1:so".to_owned(),
            Self::Swap(press) => format!("1:s:{}", press.encode()),
            Self::Prompt(press) => format!("1:pr:{}", press.encode()),
            Self::InPost(at, row) => format!("1:ip:{}:{row}", at.0),
            Self::Heard(true, began, person) => format!("1:hy:{}:{person}", began.0),
            Self::Heard(false, began, person) => format!("1:hn:{}:{person}", began.0),
        };
        debug_assert!(data.len() <= BUTTON_DATA_BYTES, "{data}");
        data
    }

    /// From button data; `None` where it is not ours.
    pub fn decode(data: &str) -> Option<Self> {
        let rest = data.strip_prefix("1:")?;
        let (verb, arguments) = rest.split_once(':').unwrap_or((rest, ""));
        let number = || arguments.parse().ok().map(IncidentNumber);
        let number_and = || {
            let (number, rest) = arguments.split_once(':')?;
            Some((IncidentNumber(number.parse().ok()?), rest))
        };
        let user_and = || {
            let (user, rest) = arguments.split_once(':')?;
            Some((TelegramUser(user.parse().ok()?), rest))
        };
        Some(match verb {
            "ack" => Self::Ack(number()?),
            "no" => Self::Decline(number()?),
            "esc" => {
                let (n, turn) = number_and()?;
                Self::Escalate(n, turn.parse().ok()?)
            }
            "upd" => Self::Update(number()?),
            "end" => Self::Close(number()?),
            "again" => Self::Again(number()?),
            "still" => Self::StillOnIt(number()?),
            "hand" => Self::HandOn(number()?),
            "to" => {
                let (n, person) = number_and()?;
                Self::HandTo(n, PersonId::new(person))
            }
            "back" => Self::HandBack(number()?),
            "same" => {
                let (n, other) = number_and()?;
                Self::Same(n, IncidentNumber(other.parse().ok()?))
            }
            "wd" => Self::Withdraw(number()?),
            "wdc" => Self::WithdrawConfirm(number()?),
            "drop" => Self::Drop(number()?),
            "sev" => {
                let (n, id) = number_and()?;
                Self::Severity(n, SeverityId::new(id))
            }
            "cat" => {
                let (n, id) = number_and()?;
                Self::Category(n, CategoryId::new(id))
            }
            "fact" => {
                let (n, rest) = number_and()?;
                let (fact, answer) = rest.split_once(':')?;
                let fact = Fact::ALL.into_iter().find(|known| known.word() == fact)?;
                let answer = [FactAnswer::No, FactAnswer::Yes, FactAnswer::Unknown]
                    .into_iter()
                    .find(|known| known.word() == answer)?;
                Self::Fact(n, fact, answer)
            }
            "later" => Self::Later(number()?),
            "full" => Self::Full(number()?),
            "files" => Self::Files(number()?),
            "tl" => Self::Timeline(number()?),
            "show" => Self::Show(number()?),
            "list" => Self::List(arguments.parse().ok()?),
            "report" => Self::Report,
            "ot" => Self::OfferTake(MessageId(arguments.parse().ok()?)),
            "od" => Self::OfferDrop(MessageId(arguments.parse().ok()?)),
            "fc" => {
                let (user, id) = user_and()?;
                Self::FormCategory(user, (!id.is_empty()).then(|| CategoryId::new(id)))
            }
            "fs" => {
                let (user, id) = user_and()?;
                Self::FormSeverity(user, (!id.is_empty()).then(|| SeverityId::new(id)))
            }
            "fx" => Self::FormCancel(TelegramUser(arguments.parse().ok()?)),
            "lang" => match arguments {
                "zh" => Self::Lang(Language::Zh),
                "en" => Self::Lang(Language::En),
                _ => return None,
            },
            "who" => Self::Whoami,
            "d" => Self::Ledger(LedgerPress::decode(arguments)?),
            "st" => Self::SelfTest,
            "sta" => Self::TestAgain,
            "nts" => Self::Nights,
            "nt" if !arguments.is_empty() => Self::Night(PersonId::new(arguments)),
            "oc" => Self::OnCall,
            "ms" => Self::MyShifts,
            "sm" if arguments.is_empty() => Self::Stats(None),
            "sm" => Self::Stats(Some(arguments.parse().ok()?)),
            "ex" if arguments.is_empty() => Self::Exports,
            "ex" => {
                let mut kinds = Exported::ALL.into_iter();
                Self::Export(kinds.find(|kind| kind.word() == arguments)?)
            }
            "smt" => Self::StatsText(arguments.parse().ok()?),
            "mo" => Self::Month(MonthPress::decode(arguments)?),
            "cal" => Self::Feed(FeedPress::decode(arguments)?),
            "on" => {
                let (from, roster) = arguments.split_once(':')?;
                Self::OnDuty(At(from.parse().ok()?), RosterId::new(roster))
            }
            "nd" | "hq" | "ho" => {
                let (from, roster) = arguments.split_once(':')?;
                let (from, roster) = (At(from.parse().ok()?), RosterId::new(roster));
                match verb {
                    "nd" => Self::Noted(from, roster),
                    "hq" => Self::Quiet(from, roster),
                    _ => Self::HandOverOpen(from, roster),
                }
            }
            "sg" => {
                let (item, rest) = arguments.split_once(':')?;
                let (from, roster) = rest.split_once(':')?;
                let from = At(from.parse().ok()?);
                Self::Sign(item.parse().ok()?, from, RosterId::new(roster))
            }
            "so" => Self::ShowOpen,
            "s" => Self::Swap(SwapPress::decode(arguments)?),
            "pr" => Self::Prompt(PromptPress::decode(arguments)?),
            "ip" => {
                let (at, row) = arguments.split_once(':')?;
                Self::InPost(At(at.parse().ok()?), PresenceId::new(row))
            }
            "hy" | "hn" => {
                let (began, person) = arguments.split_once(':')?;
                let began = At(began.parse().ok()?);
                Self::Heard(verb == "hy", began, PersonId::new(person))
            }
            "inv" if !arguments.is_empty() => Self::Invite(PersonId::new(arguments)),
            "p" => Self::People(PeoplePress::decode(arguments)?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ids::PromptId;
    use crate::parse::prompt::QuestionButton;
    use crate::state::roster::Month;

    fn any_press() -> impl Strategy<Value = Press> {
        let n = any::<u64>().prop_map(IncidentNumber);
        let user = any::<i64>().prop_map(TelegramUser);
        // Ids as the configuration allows them: 32 bytes, any characters, colons too.
        let id = "[a-zA-Z0-9_:一-龥-]{1,10}";
        prop_oneof![
            n.clone().prop_map(Press::Ack),
            n.clone().prop_map(Press::Decline),
            (n.clone(), any::<u32>()).prop_map(|(n, turn)| Press::Escalate(n, turn)),
            n.clone().prop_map(Press::Update),
            n.clone().prop_map(Press::Close),
            n.clone().prop_map(Press::Again),
            n.clone().prop_map(Press::StillOnIt),
            n.clone().prop_map(Press::HandOn),
            (n.clone(), id).prop_map(|(n, id)| Press::HandTo(n, PersonId::new(id))),
            n.clone().prop_map(Press::HandBack),
            (n.clone(), n.clone()).prop_map(|(n, other)| Press::Same(n, other)),
            n.clone().prop_map(Press::Withdraw),
            n.clone().prop_map(Press::WithdrawConfirm),
            n.clone().prop_map(Press::Drop),
            id.prop_map(|id| Press::Invite(PersonId::new(id))),
            Just(Press::SelfTest),
            Just(Press::TestAgain),
            Just(Press::Nights),
            Just(Press::OnCall),
            Just(Press::MyShifts),
            Just(Press::Stats(None)),
            Just(Press::Exports),
            proptest::sample::select(Exported::ALL.to_vec()).prop_map(Press::Export),
            (2000..3000_i32, 1..=12_u32)
                .prop_map(|(year, month)| { Press::StatsText(Month::new(year, month).unwrap()) }),
            (2000..3000_i32, 1..=12_u32)
                .prop_map(|(year, month)| Press::Stats(Month::new(year, month))),
            Just(Press::Feed(FeedPress::List)),
            proptest::option::of(id)
                .prop_map(|id| Press::Feed(FeedPress::Make(id.map(RosterId::new)))),
            (0..=4_102_444_800_000_i64, proptest::option::of(id)).prop_map(|(made, id)| {
                Press::Feed(FeedPress::Revoke(At(made), id.map(RosterId::new)))
            }),
            (0..=4_102_444_800_000_i64, proptest::option::of(id)).prop_map(|(made, id)| {
                Press::Feed(FeedPress::Renew(At(made), id.map(RosterId::new)))
            }),
            (
                proptest::option::of((2000..3000_i32, 1..=12_u32)),
                proptest::option::of(id),
                any::<bool>()
            )
                .prop_map(|(month, roster, as_text)| Press::Month(MonthPress {
                    month: month.and_then(|(year, month)| Month::new(year, month)),
                    roster: roster.map(RosterId::new),
                    as_text,
                })),
            id.prop_map(|id| Press::Night(PersonId::new(id))),
            (any::<bool>(), 0..=4_102_444_800_000_i64, id)
                .prop_map(|(heard, at, id)| Press::Heard(heard, At(at), PersonId::new(id))),
            (0..=4_102_444_800_000_i64, id)
                .prop_map(|(at, id)| Press::OnDuty(At(at), RosterId::new(id))),
            (0..=4_102_444_800_000_i64, id)
                .prop_map(|(at, id)| Press::Noted(At(at), RosterId::new(id))),
            (0..3_u8, 0..=4_102_444_800_000_i64, id).prop_map(|(which, at, id)| {
                let (at, id) = (At(at), RosterId::new(id));
                match which {
                    0 => Press::Quiet(at, id),
                    1 => Press::HandOverOpen(at, id),
                    _ => Press::Sign(9, at, id),
                }
            }),
            Just(Press::ShowOpen),
            (0..=4_102_444_800_000_i64).prop_map(|at| Press::Swap(SwapPress::Yes(At(at)))),
            (any::<u16>(), any::<u8>(), 0..=4_102_444_800_000_i64, id).prop_map(
                |(unit, item, at, id)| Press::Prompt(PromptPress::Question {
                    prompt: PromptId::new(id),
                    at: At(at),
                    unit,
                    button: QuestionButton::Item(item, crate::state::prompt::Found::Problem),
                })
            ),
            (0..=4_102_444_800_000_i64, id)
                .prop_map(|(at, id)| Press::InPost(At(at), PresenceId::new(id))),
            (n.clone(), id).prop_map(|(n, id)| Press::Severity(n, SeverityId::new(id))),
            (n.clone(), id).prop_map(|(n, id)| Press::Category(n, CategoryId::new(id))),
            n.clone()
                .prop_map(|n| Press::Fact(n, Fact::Hurt, FactAnswer::Unknown)),
            n.clone()
                .prop_map(|n| Press::Fact(n, Fact::Support, FactAnswer::Yes)),
            n.clone().prop_map(Press::Later),
            n.clone().prop_map(Press::Full),
            n.clone().prop_map(Press::Files),
            n.clone().prop_map(Press::Timeline),
            n.prop_map(Press::Show),
            any::<u32>().prop_map(Press::List),
            Just(Press::Report),
            any::<i64>().prop_map(|id| Press::OfferTake(MessageId(id))),
            any::<i64>().prop_map(|id| Press::OfferDrop(MessageId(id))),
            (user.clone(), proptest::option::of(id))
                .prop_map(|(u, id)| Press::FormCategory(u, id.map(CategoryId::new))),
            (user.clone(), proptest::option::of(id))
                .prop_map(|(u, id)| Press::FormSeverity(u, id.map(SeverityId::new))),
            user.prop_map(Press::FormCancel),
            Just(Press::Lang(Language::Zh)),
            Just(Press::Lang(Language::En)),
            Just(Press::Whoami),
        ]
    }

    proptest! {
        #[test]
        fn every_press_comes_back(press in any_press()) {
            let data = press.encode();
            prop_assert!(data.len() <= BUTTON_DATA_BYTES);
            prop_assert_eq!(Press::decode(&data), Some(press));
        }

        #[test]
        fn foreign_data_is_not_ours(data in ".{0,80}") {
            if let Some(press) = Press::decode(&data) {
                prop_assert_eq!(Press::decode(&press.encode()), Some(press));
            }
        }
    }
}
