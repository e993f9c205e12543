//! From the Bot API's answer to an [`Outcome`], read leniently: a message that is there must not be
//! sent again because something beside its id looks strange.
//!
//! Descriptions are Telegram's own words and not documented; the code comes first, the words decide
//! only what the code leaves open.

use std::time::Duration;

use serde::Deserialize;

use crate::ids::{MessageId, TelegramChat};
use crate::outgoing::{Outcome, Outgoing, Unreachable};

#[derive(Deserialize, Default)]
struct Answer {
    #[serde(default)]
    ok: bool,
    #[serde(default)]
    result: serde_json::Value,
    #[serde(default)]
    error_code: u16,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parameters: Parameters,
}

#[derive(Deserialize, Default)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

/// How a request ended, by the HTTP status and the body.
pub fn outcome(request: &Outgoing, status: u16, body: &[u8]) -> Outcome {
    let Ok(answer) = serde_json::from_slice::<Answer>(body) else {
        return match status {
            // Telegram took it; what it is called is not known.
            200 if says_ok(body) => Outcome::Sent(None),
            // Not Telegram's answer, perhaps a gate on the way.
            200 => Outcome::Unknown("an answer that is not Telegram's".to_owned()),
            429 => Outcome::RetryAfter(Duration::from_secs(1)),
            _ => Outcome::Transient(format!("status {status} without a readable answer")),
        };
    };
    if answer.ok {
        if matches!(request, Outgoing::Standing { .. }) && !may_write(&answer.result) {
            return Outcome::Unreachable(Unreachable::NoRights);
        }
        let id = answer
            .result
            .get("message_id")
            .and_then(serde_json::Value::as_i64);
        return Outcome::Sent(id.map(MessageId));
    }
    let code = if answer.error_code == 0 {
        status
    } else {
        answer.error_code
    };
    if let Some(to) = answer.parameters.migrate_to_chat_id {
        return Outcome::Moved(TelegramChat(to));
    }
    let words = answer.description.to_lowercase();
    match code {
        429 => {
            let seconds = answer.parameters.retry_after.unwrap_or(1);
            Outcome::RetryAfter(Duration::from_secs(seconds))
        }
        403 => Outcome::Unreachable(forbidden(&words, request)),
        400 => bad_request(&words, answer.description, request),
        // A wrong token or address is told by the intake; the message itself is not at fault.
        401 | 404 | 409 => Outcome::Transient(answer.description),
        code if code >= 500 => Outcome::Transient(answer.description),
        _ => Outcome::Refused(answer.description),
    }
}

/// Whether a `ChatMember` may write. Source: Bot API, ChatMember.
fn may_write(member: &serde_json::Value) -> bool {
    let status = member.get("status").and_then(serde_json::Value::as_str);
    let may_send = member.get("can_send_messages");
    match status {
        Some("left" | "kicked") => false,
        Some("restricted") => may_send.and_then(serde_json::Value::as_bool) != Some(false),
        _ => true,
    }
}

/// Whether an answer that does not parse begins as Telegram's do when all is well.
fn says_ok(body: &[u8]) -> bool {
    let head: Vec<u8> = body
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace())
        .take(10)
        .collect();
    head.starts_with(b"{\"ok\":true")
}

fn forbidden(words: &str, request: &Outgoing) -> Unreachable {
    if words.contains("blocked") {
        Unreachable::Blocked
    } else if words.contains("deactivated") {
        Unreachable::Deactivated
    } else if words.contains("initiate") || is_private(request) {
        Unreachable::NeverStarted
    } else {
        Unreachable::NoRights
    }
}

fn bad_request(words: &str, description: String, request: &Outgoing) -> Outcome {
    let any = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    if any(&["message is not modified"]) {
        Outcome::Unchanged
    } else if any(&[
        "message to edit not found",
        "message can't be edited",
        "message_id_invalid",
        "query is too old",
        "query id is invalid",
    ]) {
        Outcome::Gone(description)
    } else if any(&["user is deactivated"]) {
        Outcome::Unreachable(Unreachable::Deactivated)
    } else if any(&["chat not found", "peer_id_invalid", "user not found"]) {
        Outcome::Unreachable(if is_private(request) {
            Unreachable::NeverStarted
        } else {
            Unreachable::NoRights
        })
    } else if any(&[
        "not enough rights",
        "have no rights",
        "need administrator rights",
        "chat_write_forbidden",
        "chat_restricted",
        "topic_closed",
        "group chat was deleted",
        "group is deactivated",
    ]) {
        Outcome::Unreachable(Unreachable::NoRights)
    } else {
        Outcome::Refused(description)
    }
}

fn is_private(request: &Outgoing) -> bool {
    request.chat().is_some_and(TelegramChat::is_private)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outgoing::Message;

    fn to(chat: i64) -> Outgoing {
        Outgoing::Send {
            chat: TelegramChat(chat),
            message: Message::default(),
            reply_to: None,
        }
    }

    fn error(code: u16, words: &str, parameters: &str) -> Vec<u8> {
        format!(
            r#"{{"ok":false,"error_code":{code},"description":"{words}","parameters":{parameters}}}"#
        )
        .into_bytes()
    }

    #[test]
    fn every_class_of_answer_is_told_apart() {
        let case = |chat, code, words, parameters| {
            outcome(&to(chat), code, &error(code, words, parameters))
        };
        assert_eq!(
            case(
                1,
                429,
                "Too Many Requests: retry after 7",
                r#"{"retry_after":7}"#
            ),
            Outcome::RetryAfter(Duration::from_secs(7))
        );
        assert_eq!(
            case(
                -5,
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                r#"{"migrate_to_chat_id":-1005}"#
            ),
            Outcome::Moved(TelegramChat(-1005))
        );
        for (words, why) in [
            (
                "Forbidden: bot was blocked by the user",
                Unreachable::Blocked,
            ),
            ("Forbidden: user is deactivated", Unreachable::Deactivated),
            (
                "Forbidden: bot can't initiate conversation with a user",
                Unreachable::NeverStarted,
            ),
        ] {
            assert_eq!(case(1, 403, words, "{}"), Outcome::Unreachable(why));
        }
        assert_eq!(
            case(
                -5,
                403,
                "Forbidden: bot was kicked from the group chat",
                "{}"
            ),
            Outcome::Unreachable(Unreachable::NoRights)
        );
        assert_eq!(
            case(1, 400, "Bad Request: chat not found", "{}"),
            Outcome::Unreachable(Unreachable::NeverStarted)
        );
        assert_eq!(
            case(-5, 400, "Bad Request: TOPIC_CLOSED", "{}"),
            Outcome::Unreachable(Unreachable::NoRights)
        );
        assert_eq!(
            case(
                1,
                400,
                "Bad Request: message is not modified: specified new",
                "{}"
            ),
            Outcome::Unchanged
        );
        assert!(matches!(
            case(1, 400, "Bad Request: message to edit not found", "{}"),
            Outcome::Gone(_)
        ));
        assert!(matches!(
            case(1, 400, "Bad Request: BUTTON_DATA_INVALID", "{}"),
            Outcome::Refused(_)
        ));
        for (code, words) in [
            (401, "Unauthorized"),
            (404, "Not Found"),
            (409, "Conflict"),
            (502, "Bad Gateway"),
        ] {
            assert!(
                matches!(case(1, code, words, "{}"), Outcome::Transient(_)),
                "{code}"
            );
        }
    }

    #[test]
    fn the_bots_own_standing_says_whether_it_may_write() {
        let request = Outgoing::Standing {
            chat: TelegramChat(-5),
            user: crate::ids::TelegramUser(1),
        };
        let none = Outcome::Unreachable(Unreachable::NoRights);
        for (member, expected) in [
            (r#"{"status":"member"}"#, Outcome::Sent(None)),
            (r#"{"status":"administrator"}"#, Outcome::Sent(None)),
            (
                r#"{"status":"restricted","can_send_messages":true}"#,
                Outcome::Sent(None),
            ),
            (
                r#"{"status":"restricted","can_send_messages":false}"#,
                none.clone(),
            ),
            (r#"{"status":"kicked"}"#, none.clone()),
            (r#"{"status":"left"}"#, none),
        ] {
            let body = format!(r#"{{"ok":true,"result":{member}}}"#);
            assert_eq!(
                outcome(&request, 200, body.as_bytes()),
                expected,
                "{member}"
            );
        }
    }

    #[test]
    fn a_message_that_is_there_is_there_whatever_else_is_said() {
        let odd = br#"{"ok":true,"result":{"message_id":77,"chat":"strange"}}"#;
        assert_eq!(
            outcome(&to(1), 200, odd),
            Outcome::Sent(Some(MessageId(77)))
        );
        let odd = br#"{"ok": true, "result": {"message_id": "\ud800"#;
        assert_eq!(outcome(&to(1), 200, odd), Outcome::Sent(None));
        assert!(matches!(
            outcome(&to(1), 200, b"<html>"),
            Outcome::Unknown(_)
        ));
        assert_eq!(
            outcome(&to(1), 200, br#"{"ok":true,"result":true}"#),
            Outcome::Sent(None)
        );
        assert!(matches!(
            outcome(&to(1), 502, b"<html>"),
            Outcome::Transient(_)
        ));
    }
}
