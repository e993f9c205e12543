//! ```text
//! number = [ "D" | "d" | "纠纷" | "#" ] digits
//! asked  = number [ ( blanks | mark ) rest | rest that begins with no sign of ASCII ]
//! result = agreed ( end | mark text | { "协议" | "了" } text ) | failed text
//! agreed = "agreed" | "达成" | "成功"        failed = "failed" | "未达成" | "失败"
//! ```
//! What stands behind `/dispute`, `/mediated`, `/transfer` and `/revisit`. What was typed there may name the
//! parties: it is read only once it is clear that it came in private, from somebody who keeps the ledger.
//!
//! ```text
//! data   = "new" | "k:" kind | "p:" tag | "m:" person | "pg:" page | "b" | "x" | "ok:" tag | "ln:" tag
//!        | "ls" | "l:" filter ":" page | "fs" | "fk" | "s:" n | "c:" n | "w:" n
//!        | "a:" n ":" act | "t:" n ":" tag | "tp:" n ":" page | "r:" n ":" person | "rp:" n ":" page
//!        | "v:" yes ":" n | "rd:" page
//! filter = "o" | "m" | "l" | "a" | "s-" stage | "k-" kind
//! ```
//! What stands behind `1:d:` in the data of the buttons.

use crate::ids::{DisputeNumber, PersonId};
use crate::parse::fold;
use crate::parse::tag::Tag;
use crate::state::ledger::{DisputeKind, Private, Stage};

/// A command of the ledger; what was typed after it is not read yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerCommand {
    /// `/dispute`, `/dispute N`
    Dispute(Private),
    /// `/disputes`
    Disputes,
    /// `/mediated N RESULT`
    Mediated(Private),
    /// `/transfer N BODY`
    Transfer(Private),
    /// `/revisit N NOTE`
    Revisit(Private),
}

/// Which disputes a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// All that are not over.
    Open,
    /// Those of them that the reader mediates.
    Mine,
    /// Those whose limit has passed.
    Late,
    /// All that were ever registered.
    All,
    /// Those that stand there.
    Stage(Stage),
    /// Those of this kind that are not over.
    Kind(DisputeKind),
}

/// What is done with a dispute by a button of its card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Mediation begins.
    Begin,
    /// The parties agreed: asks for the result.
    Agreed,
    /// They did not: asks for the result.
    Failed,
    /// Asks to which body it goes.
    Transfer,
    /// The body accepted: asks who did.
    Accepted,
    /// The body refused: asks why.
    Refused,
    /// The letter to the body once more.
    Letter,
    /// Asks what the revisit found.
    Revisit,
    /// Asks why, or for Confirm.
    Close,
    /// Confirmed.
    CloseSure,
    /// Asks what broke out again.
    Reopen,
    /// Asks for a correction.
    Correct,
    /// Asks whether an incident is to be raised.
    Violent,
    /// Confirmed.
    ViolentSure,
    /// Asks who is to mediate.
    Reassign,
}

/// A button of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerPress {
    /// Registers a dispute, step by step.
    New,
    /// The form: what it is about.
    Kind(DisputeKind),
    /// The form: one of the configured places.
    Place(Tag),
    /// The form: who mediates.
    Mediator(PersonId),
    /// The form: other places or people to choose from; pages count from 0.
    Page(u32),
    /// The form: the last question again.
    Back,
    /// The form is dropped.
    Drop,
    /// The form, as it was shown, is right.
    Confirm(Tag),
    /// All that are open, as a new message.
    Open,
    /// A list, in the place of the one under which it stands.
    List(Filter, u32),
    /// By which stage?
    Stages,
    /// By which kind?
    Kinds,
    /// One card, as a new message.
    Show(DisputeNumber),
    /// One card, in the place of the message under which it stands.
    Card(DisputeNumber),
    /// All that is kept of one.
    Whole(DisputeNumber),
    /// Something is done.
    Act(DisputeNumber, Act),
    /// It goes to this body: asks how the parties were calmed.
    To(DisputeNumber, Tag),
    /// Other bodies to choose from.
    Bodies(DisputeNumber, u32),
    /// This person mediates from now on.
    ReassignTo(DisputeNumber, PersonId),
    /// Other people to choose from.
    Mediators(DisputeNumber, u32),
    /// The choice that a form with a text waits for.
    Choice(DisputeNumber, bool),
    /// The line, as it was shown, is the answer.
    Words(Tag),
    /// Who read what, for administrators.
    Readings(u32),
}

impl Filter {
    fn word(self) -> String {
        match self {
            Self::Open => "o".to_owned(),
            Self::Mine => "m".to_owned(),
            Self::Late => "l".to_owned(),
            Self::All => "a".to_owned(),
            Self::Stage(stage) => format!("s-{}", stage.word()),
            Self::Kind(kind) => format!("k-{}", kind.word()),
        }
    }

    fn read(word: &str) -> Option<Self> {
        Some(match word {
            "o" => Self::Open,
            "m" => Self::Mine,
            "l" => Self::Late,
            "a" => Self::All,
            _ => match word.split_once('-')? {
                ("s", stage) => Self::Stage(Stage::of(stage)?),
                ("k", kind) => Self::Kind(DisputeKind::of(kind)?),
                _ => return None,
            },
        })
    }
}

impl Act {
    const ALL: [Self; 15] = [
        Self::Begin,
        Self::Agreed,
        Self::Failed,
        Self::Transfer,
        Self::Accepted,
        Self::Refused,
        Self::Letter,
        Self::Revisit,
        Self::Close,
        Self::CloseSure,
        Self::Reopen,
        Self::Correct,
        Self::Violent,
        Self::ViolentSure,
        Self::Reassign,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::Agreed => "yes",
            Self::Failed => "no",
            Self::Transfer => "to",
            Self::Accepted => "acc",
            Self::Refused => "ref",
            Self::Letter => "let",
            Self::Revisit => "rev",
            Self::Close => "end",
            Self::CloseSure => "end!",
            Self::Reopen => "open",
            Self::Correct => "cor",
            Self::Violent => "viol",
            Self::ViolentSure => "viol!",
            Self::Reassign => "who",
        }
    }
}

impl LedgerPress {
    pub(super) fn encode(&self) -> String {
        match self {
            Self::New => "new".to_owned(),
            Self::Kind(kind) => format!("k:{}", kind.word()),
            Self::Place(place) => format!("p:{place}"),
            Self::Mediator(person) => format!("m:{person}"),
            Self::Page(page) => format!("pg:{page}"),
            Self::Back => "b".to_owned(),
            Self::Drop => "x".to_owned(),
            Self::Confirm(draft) => format!("ok:{draft}"),
            Self::Words(line) => format!("ln:{line}"),
            Self::Open => "ls".to_owned(),
            Self::List(filter, page) => format!("l:{}:{page}", filter.word()),
            Self::Stages => "fs".to_owned(),
            Self::Kinds => "fk".to_owned(),
            Self::Show(n) => format!("s:{n}"),
            Self::Card(n) => format!("c:{n}"),
            Self::Whole(n) => format!("w:{n}"),
            Self::Act(n, act) => format!("a:{n}:{}", act.word()),
            Self::To(n, body) => format!("t:{n}:{body}"),
            Self::Bodies(n, page) => format!("tp:{n}:{page}"),
            Self::ReassignTo(n, person) => format!("r:{n}:{person}"),
            Self::Mediators(n, page) => format!("rp:{n}:{page}"),
            Self::Choice(n, yes) => format!("v:{}:{n}", u8::from(*yes)),
            Self::Readings(page) => format!("rd:{page}"),
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let (verb, rest) = data.split_once(':').unwrap_or((data, ""));
        let number = |text: &str| text.parse().ok().map(DisputeNumber);
        let number_and = || {
            let (n, rest) = rest.split_once(':')?;
            Some((number(n)?, rest))
        };
        let person = |text: &str| (!text.is_empty()).then(|| PersonId::new(text));
        Some(match verb {
            "new" => Self::New,
            "k" => Self::Kind(DisputeKind::of(rest)?),
            "p" => Self::Place(Tag::read(rest)?),
            "m" => Self::Mediator(person(rest)?),
            "pg" => Self::Page(rest.parse().ok()?),
            "b" => Self::Back,
            "x" => Self::Drop,
            "ok" => Self::Confirm(Tag::read(rest)?),
            "ln" => Self::Words(Tag::read(rest)?),
            "l" => {
                let (filter, page) = rest.split_once(':')?;
                Self::List(Filter::read(filter)?, page.parse().ok()?)
            }
            "ls" => Self::Open,
            "fs" => Self::Stages,
            "fk" => Self::Kinds,
            "s" => Self::Show(number(rest)?),
            "c" => Self::Card(number(rest)?),
            "w" => Self::Whole(number(rest)?),
            "a" => {
                let (n, act) = number_and()?;
                Self::Act(n, Act::ALL.into_iter().find(|known| known.word() == act)?)
            }
            "t" => {
                let (n, body) = number_and()?;
                Self::To(n, Tag::read(body)?)
            }
            "tp" => {
                let (n, page) = number_and()?;
                Self::Bodies(n, page.parse().ok()?)
            }
            "r" => {
                let (n, id) = number_and()?;
                Self::ReassignTo(n, person(id)?)
            }
            "rp" => {
                let (n, page) = number_and()?;
                Self::Mediators(n, page.parse().ok()?)
            }
            "v" => {
                // The first builds named no dispute: such a question is over.
                let (yes, n) = rest.split_once(':').unwrap_or((rest, "0"));
                let yes = match yes {
                    "1" => true,
                    "0" => false,
                    _ => return None,
                };
                Self::Choice(number(n)?, yes)
            }
            "rd" => Self::Readings(rest.parse().ok()?),
            _ => return None,
        })
    }
}

/// The dispute that is meant, and what stands after it: `纠纷3`, `D3`, `3`; a rest in Chinese needs no blank
/// before it (`3达成`).
pub fn number_and_rest(asked: &str) -> Option<(DisputeNumber, String)> {
    let asked = asked.trim();
    let marks = ["纠纷", "D", "d", "Ｄ", "ｄ", "#", "＃"];
    let digits = marks.into_iter().find_map(|mark| asked.strip_prefix(mark));
    let digits = digits.unwrap_or(asked);
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let end = digits.find(|c| !is_digit(c)).unwrap_or(digits.len());
    let (digits, rest) = digits.split_at(end);
    let number = fold(digits).parse().ok()?;
    let apart = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | ',' | '，' | '、');
    let glued = rest
        .chars()
        .next()
        .is_some_and(|c| c.is_ascii() && !apart(c));
    let rest = rest.trim_start_matches(apart);
    (!glued).then(|| (DisputeNumber(number), rest.to_owned()))
}

/// Whether the parties agreed, where a result begins with that beyond doubt, and what is told of it: the whole
/// text, or nothing where it holds that word alone.
///
/// 达成不了协议 is no agreement, and 未达成，后又达成协议 no failure: what is doubtful is asked for by buttons.
pub fn result(text: &str) -> (Option<bool>, String) {
    let text = text.trim();
    let after = |word: &str| {
        let head = text.get(..word.len())?;
        head.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
    };
    let agreed = ["达成", "成功", "agreed"];
    let failed = ["未达成", "失败", "failed"];
    if let Some(rest) = failed.into_iter().find_map(after) {
        let failed = is_failure(rest).then_some(false);
        return (failed, told(text, rest, failed));
    }
    if let Some(rest) = agreed.into_iter().find_map(after) {
        let agreed = is_agreement(rest).then_some(true);
        return (agreed, told(text, rest, agreed));
    }
    (None, text.to_owned())
}

fn is_mark(c: char) -> bool {
    let marks = [
        ':', '：', ',', '，', '.', '。', '-', ';', '；', '!', '！', '、',
    ];
    c.is_whitespace() || marks.contains(&c)
}

fn told(text: &str, rest: &str, outcome: Option<bool>) -> String {
    let bare = outcome.is_some() && rest.chars().all(|c| is_mark(c) || "协议了".contains(c));
    if bare { "" } else { text }.to_owned()
}

/// What stands behind 未达成, 失败 or `failed`, where they failed.
fn is_failure(rest: &str) -> bool {
    let rest = rest.trim_start_matches("协议");
    let latin = rest
        .chars()
        .next()
        .is_some_and(|c| c.is_ascii_alphanumeric());
    !latin && !["达成", "成功"].into_iter().any(|word| rest.contains(word))
}

/// What stands behind 达成, 成功 or `agreed`, where they agreed: the end, a mark, a blank, 协议 or 了, and no
/// word that turns it round.
fn is_agreement(rest: &str) -> bool {
    let mut tail = rest;
    while let Some(next) = tail
        .strip_prefix("协议")
        .or_else(|| tail.strip_prefix("了"))
    {
        tail = next;
    }
    let glued = tail.chars().next().is_some_and(|c| !is_mark(c));
    if glued && tail.len() == rest.len() {
        return false;
    }
    let chunk = tail.split(is_mark).next().unwrap_or_default();
    let turns = [
        "未", "不", "没", "无", "否", "吗", "？", "?", "失败", "破裂",
    ];
    let behind = tail.trim_start_matches(is_mark);
    let begins = ["未", "不", "没", "无", "否", "但", "not ", "no ", "but "];
    !turns.into_iter().any(|word| chunk.contains(word))
        && !begins
            .into_iter()
            .any(|word| behind.to_lowercase().starts_with(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::limits::{BUTTON_DATA_BYTES, ID_BYTES};
    use crate::parse::button::Press;

    fn any_press() -> impl Strategy<Value = LedgerPress> {
        let n = any::<u64>().prop_map(DisputeNumber);
        let person = "[a-z0-9_.一-龥-]{1,10}".prop_map(PersonId::new);
        let tag = "[a-z]{0,9}".prop_map(|text| Tag::of(&text));
        let kind = proptest::sample::select(DisputeKind::ALL.to_vec());
        let stage = proptest::sample::select(Stage::ALL.to_vec());
        let filter = prop_oneof![
            Just(Filter::Open),
            Just(Filter::Mine),
            Just(Filter::Late),
            Just(Filter::All),
            stage.prop_map(Filter::Stage),
            kind.clone().prop_map(Filter::Kind),
        ];
        prop_oneof![
            Just(LedgerPress::New),
            Just(LedgerPress::Open),
            kind.prop_map(LedgerPress::Kind),
            tag.clone().prop_map(LedgerPress::Place),
            person.clone().prop_map(LedgerPress::Mediator),
            any::<u32>().prop_map(LedgerPress::Page),
            Just(LedgerPress::Back),
            Just(LedgerPress::Drop),
            tag.clone().prop_map(LedgerPress::Confirm),
            (filter, any::<u32>()).prop_map(|(filter, page)| LedgerPress::List(filter, page)),
            Just(LedgerPress::Stages),
            Just(LedgerPress::Kinds),
            n.clone().prop_map(LedgerPress::Show),
            n.clone().prop_map(LedgerPress::Card),
            n.clone().prop_map(LedgerPress::Whole),
            (n.clone(), proptest::sample::select(Act::ALL.to_vec()))
                .prop_map(|(n, act)| LedgerPress::Act(n, act)),
            (n.clone(), tag.clone()).prop_map(|(n, tag)| LedgerPress::To(n, tag)),
            tag.prop_map(LedgerPress::Words),
            (n.clone(), any::<bool>()).prop_map(|(n, yes)| LedgerPress::Choice(n, yes)),
            (n.clone(), any::<u32>()).prop_map(|(n, page)| LedgerPress::Bodies(n, page)),
            (n.clone(), person).prop_map(|(n, person)| LedgerPress::ReassignTo(n, person)),
            (n, any::<u32>()).prop_map(|(n, page)| LedgerPress::Mediators(n, page)),
            any::<u32>().prop_map(LedgerPress::Readings),
        ]
    }

    #[test]
    fn a_dispute_is_named_as_people_write_it() {
        let meant = |text: &str| number_and_rest(text).map(|(n, rest)| (n.0, rest));
        for text in ["3", "D3", "d3", "纠纷3", "＃３", "Ｄ３"] {
            assert_eq!(meant(text), Some((3, String::new())), "{text}");
        }
        assert_eq!(
            meant(" D3  to the court "),
            Some((3, "to the court".into()))
        );
        assert_eq!(meant("3达成"), Some((3, "达成".into())));
        assert_eq!(meant("纠纷３：达成"), Some((3, "达成".into())));
        for text in [
            "",
            "three",
            "D",
            "3x",
            "3.5",
            "纠纷",
            "99999999999999999999",
        ] {
            assert_eq!(meant(text), None, "{text}");
        }
    }

    #[test]
    fn a_result_begins_with_whether_they_agreed() {
        let read = |text: &str| {
            let (agreed, rest) = result(text);
            (agreed, rest.as_str().to_owned())
        };
        for text in [
            "agreed: fence moved",
            "达成，各让一尺",
            "达成协议，双方不再争吵",
            "达成了协议。各让一尺",
            "成功了 各让一尺",
            "达成协议各让一尺",
        ] {
            assert_eq!(read(text), (Some(true), text.into()));
        }
        for text in ["达成", "成功了。", "AGREED", "达成协议"] {
            assert_eq!(read(text), (Some(true), String::new()), "{text}");
        }
        for text in [
            "未达成 一方未到",
            "失败：不来",
            "failed no",
            "未达成协议，一方未到",
        ] {
            assert_eq!(read(text), (Some(false), text.into()));
        }
        for text in ["FAILED", "未达成"] {
            assert_eq!(read(text), (Some(false), String::new()), "{text}");
        }
        for text in [
            "达成不了协议，一方未到",
            "达成协议不了",
            "达成协议失败",
            "达成，没有",
            "达成？",
            "达成了吗",
            "成功各让一尺",
            "成功率不高",
            "未达成，后来达成协议",
            "agreed, but not in writing",
            "agreed? no",
            "agreedly",
            "failedly",
            "they shook hands",
        ] {
            assert_eq!(read(text), (None, text.into()));
        }
    }

    #[test]
    fn the_longest_ids_and_numbers_fit_a_button() {
        let id = PersonId::new("i".repeat(ID_BYTES));
        let press = LedgerPress::ReassignTo(DisputeNumber(u64::MAX), id);
        assert!(Press::Ledger(press).encode().len() <= BUTTON_DATA_BYTES);
    }

    proptest! {
        #[test]
        fn every_press_comes_back(press in any_press()) {
            let press = Press::Ledger(press);
            let data = press.encode();
            prop_assert!(data.len() <= BUTTON_DATA_BYTES);
            prop_assert_eq!(Press::decode(&data), Some(press));
        }

        #[test]
        fn no_text_breaks_the_readers(text in "(1:d:)?.{0,60}") {
            let _ = Press::decode(&text);
            let _ = number_and_rest(&text);
            let _ = result(&text);
        }
    }
}
