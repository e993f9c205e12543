//! Which message leaves next.

use std::time::Duration;

use dutybell_core::deliver::{Backlog, Deliver, Next};
use dutybell_core::ids::{IncidentNumber, RowId, TelegramChat};
use dutybell_core::incoming::AttachmentKind;
use dutybell_core::outgoing::{Drawn, Message, Outcome, Outgoing, Priority, Row, Subject};
use dutybell_core::settings::SendLimits;
use dutybell_core::state::evidence::KeptFile;
use dutybell_core::state::record::Hash;
use dutybell_core::time::At;

const START: At = At(1_795_457_460_000);
const GROUP: TelegramChat = TelegramChat(-5);

fn row(id: u64, priority: Priority, body: Outgoing) -> Row {
    Row {
        id: RowId(id),
        priority,
        due: START,
        waits_since: None,
        expires: None,
        attempt: 0,
        stripped: 0,
        revision: 0,
        subject: Subject::Other,
        body,
    }
}

fn to(chat: TelegramChat) -> Outgoing {
    Outgoing::Send {
        chat,
        message: Message::default(),
        reply_to: None,
    }
}

/// Our own copy of a file.
fn copy_to(chat: TelegramChat) -> Outgoing {
    let kept = KeptFile {
        incident: IncidentNumber(1),
        kind: AttachmentKind::Video,
        sha256: Hash::from([7; 32]),
        name: None,
    };
    Outgoing::Upload {
        chat,
        drawn: Drawn::Kept(Box::new(kept)),
        message: Message::default(),
        reply_to: None,
    }
}

fn press(id: &str) -> Outgoing {
    Outgoing::Answer {
        press: id.into(),
        text: "ok".into(),
        alert: false,
    }
}

fn sent(deliver: &mut Deliver, now: At) -> Option<u64> {
    match deliver.next(now) {
        Next::Send(row) => {
            deliver.ended(row.id, &Outcome::Sent(None), now);
            deliver.settled(row.id);
            Some(row.id.0)
        }
        _ => None,
    }
}

fn after(millis: u64) -> At {
    START.plus(Duration::from_millis(millis))
}

#[test]
fn pages_go_first_and_chats_take_turns() {
    let mut deliver = Deliver::new(SendLimits::default());
    deliver.offer(row(1, Priority::Card, to(TelegramChat(1))));
    deliver.offer(row(2, Priority::Page, to(TelegramChat(1))));
    deliver.offer(row(3, Priority::Page, to(TelegramChat(2))));
    assert_eq!(sent(&mut deliver, START), Some(2));
    assert_eq!(sent(&mut deliver, START), Some(3));
    assert_eq!(
        deliver.next(START),
        Next::Wait(Some(after(1000))),
        "one a second in a chat"
    );
    assert_eq!(sent(&mut deliver, after(1000)), Some(1));
}

#[test]
fn a_chat_that_must_wait_holds_up_no_other() {
    let mut deliver = Deliver::new(SendLimits::default());
    for chat in 1..=3 {
        deliver.offer(row(
            chat,
            Priority::Card,
            to(TelegramChat(-i64::try_from(chat).unwrap())),
        ));
    }
    for _ in 0..3 {
        let Next::Send(row) = deliver.next(START) else {
            panic!("a row")
        };
        deliver.ended(row.id, &Outcome::RetryAfter(Duration::from_secs(30)), START);
        deliver.again(row);
    }
    deliver.offer(row(9, Priority::Page, to(TelegramChat(9))));
    assert_eq!(
        sent(&mut deliver, after(1000)),
        Some(9),
        "a page within a second"
    );
    assert_eq!(sent(&mut deliver, after(29_000)), None);
    assert!(sent(&mut deliver, after(30_000)).is_some());
}

#[test]
fn an_answer_that_failed_waits_for_its_time() {
    let mut deliver = Deliver::new(SendLimits::default());
    let later = Row {
        due: after(500),
        ..row(1, Priority::Page, press("a"))
    };
    deliver.offer(later);
    assert_eq!(deliver.next(START), Next::Wait(Some(after(500))));
    deliver.offer(row(2, Priority::Page, press("b")));
    assert_eq!(sent(&mut deliver, START), Some(2), "no other waits for it");
    assert_eq!(sent(&mut deliver, after(500)), Some(1));
}

#[test]
fn a_groups_minute_keeps_places_for_pages() {
    let mut deliver = Deliver::new(SendLimits::default());
    for id in 1..=30 {
        deliver.offer(row(id, Priority::Card, to(GROUP)));
    }
    let mut cards = 0;
    for second in 0..40 {
        cards += u32::from(sent(&mut deliver, after(second * 1000)).is_some());
    }
    assert!(cards < 20, "{cards} cards leave no place");
    deliver.offer(row(99, Priority::Page, to(GROUP)));
    assert_eq!(sent(&mut deliver, after(40_000)), Some(99));
}

#[test]
fn a_clock_set_back_stops_nothing() {
    let mut deliver = Deliver::new(SendLimits::default());
    deliver.offer(row(1, Priority::Page, to(TelegramChat(1))));
    assert_eq!(sent(&mut deliver, after(600_000)), Some(1));
    deliver.offer(row(2, Priority::Page, to(TelegramChat(1))));
    assert_eq!(sent(&mut deliver, START), None, "one a second all the same");
    assert_eq!(sent(&mut deliver, after(1000)), Some(2));
}

/// Found by the simulation: pauses that were over came back, and a retry waited for the whole hour.
#[test]
fn a_clock_set_back_keeps_no_page_waiting() {
    let hour_ago = |millis: i64| At(START.0 - 3_600_000 + millis);
    let mut deliver = Deliver::new(SendLimits::default());
    for id in 1..=3 {
        let chat = TelegramChat(i64::try_from(id).unwrap());
        deliver.offer(row(id, Priority::Page, to(chat)));
        assert!(matches!(deliver.next(START), Next::Send(_)));
        let wait = Outcome::RetryAfter(Duration::from_secs(5));
        deliver.ended(RowId(id), &wait, START);
        deliver.settled(RowId(id));
    }
    // The pauses are over before the clock is set back.
    assert_eq!(deliver.next(after(60_000)), Next::Wait(None));
    deliver.offer(Row {
        due: after(70_000),
        ..row(4, Priority::Page, to(TelegramChat(1)))
    });
    deliver.offer(row(5, Priority::Page, to(TelegramChat(2))));
    assert_eq!(sent(&mut deliver, hour_ago(60_000)), Some(5));
    assert_eq!(
        deliver.next(hour_ago(60_000)),
        Next::Wait(Some(hour_ago(70_000))),
        "as long as it would have waited"
    );
    assert_eq!(sent(&mut deliver, hour_ago(70_000)), Some(4));
}

#[test]
fn what_nobody_waits_for_is_given_back() {
    let mut deliver = Deliver::new(SendLimits::default());
    let old = Row {
        expires: Some(START),
        ..row(1, Priority::Answer, to(TelegramChat(1)))
    };
    deliver.offer(old.clone());
    assert_eq!(deliver.next(after(1)), Next::Expired(old));
    deliver.offer(row(2, Priority::Page, to(TelegramChat(1))));
    assert_eq!(deliver.withdraw(RowId(2)).unwrap().id, RowId(2));
    assert!(deliver.is_empty());
}

/// A long text goes out in parts: the second must not overtake the first where the limits would
/// let both fly. A page waits for nothing.
#[test]
fn what_is_no_page_leaves_in_the_order_it_was_said() {
    let mut deliver = Deliver::new(SendLimits {
        overall_per_second: 1000,
        chat_per_second: 1000,
        group_per_minute: 1000,
    });
    deliver.offer(row(1, Priority::Answer, to(GROUP)));
    deliver.offer(row(2, Priority::Answer, to(GROUP)));
    let flown = |next| match next {
        Next::Send(row) => Some(row.id.0),
        _ => None,
    };
    assert_eq!(flown(deliver.next(START)), Some(1));
    assert_eq!(
        deliver.next(START),
        Next::Wait(None),
        "the first is on its way"
    );
    deliver.offer(row(3, Priority::Page, to(GROUP)));
    deliver.offer(row(4, Priority::Page, to(GROUP)));
    assert_eq!(flown(deliver.next(START)), Some(3));
    assert_eq!(flown(deliver.next(START)), Some(4));
    let wait = Outcome::RetryAfter(Duration::from_secs(2));
    deliver.ended(RowId(1), &wait, START);
    let later = after(2000);
    let mut again = row(1, Priority::Answer, to(GROUP));
    again.due = after(2005);
    deliver.again(again);
    assert_eq!(
        sent(&mut deliver, later),
        Some(1),
        "still before the second"
    );
    assert_eq!(sent(&mut deliver, later), Some(2));
}

#[test]
fn a_page_that_fails_again_and_again_has_waited_since_it_was_due_at_first() {
    let mut deliver = Deliver::new(SendLimits::default());
    assert_eq!(deliver.backlog(START), Backlog::default());
    let me = TelegramChat(7);
    deliver.offer(row(1, Priority::Page, to(me)));
    deliver.offer(row(2, Priority::Card, to(GROUP)));
    let Next::Send(page) = deliver.next(START) else {
        panic!("a page leaves at once")
    };
    let later = START.plus(Duration::from_secs(50));
    let seen = deliver.backlog(later);
    assert_eq!(
        (seen.rows, seen.oldest_page),
        (2, Some(START)),
        "on its way"
    );
    deliver.ended(page.id, &Outcome::Transient("down".into()), later);
    deliver.again(Row {
        due: later.plus(Duration::from_secs(20)),
        waits_since: Some(page.since()),
        ..page.clone()
    });
    let seen = deliver.backlog(later);
    assert_eq!((seen.rows, seen.oldest_page), (2, Some(START)), "put off");
    // A newer text has not waited any less.
    deliver.offer(Row {
        due: later,
        revision: 2,
        ..page
    });
    assert_eq!(deliver.backlog(later).oldest_page, Some(START));
    deliver.withdraw(RowId(1));
    let seen = deliver.backlog(later);
    assert_eq!((seen.oldest_page, seen.oldest), (None, Some(START)));
}

/// An upload of some megabytes flies for minutes on a slow line.
#[test]
fn no_page_waits_for_copies_of_files() {
    let mut deliver = Deliver::new(SendLimits::default());
    for id in 1..=30 {
        deliver.offer(row(id, Priority::Bulk, copy_to(GROUP)));
    }
    let flown = |deliver: &mut Deliver| match deliver.next(START) {
        Next::Send(row) => Some(row.id.0),
        _ => None,
    };
    assert_eq!(flown(&mut deliver), Some(1));
    assert_eq!(flown(&mut deliver), Some(2));
    assert_eq!(
        deliver.next(START),
        Next::Wait(None),
        "two are enough in memory"
    );
    deliver.offer(row(31, Priority::Page, to(GROUP)));
    assert_eq!(flown(&mut deliver), Some(31));
    let now = after(1000);
    deliver.ended(RowId(31), &Outcome::Sent(None), START);
    deliver.offer(row(32, Priority::Answer, to(GROUP)));
    assert_eq!(sent(&mut deliver, now), Some(32));
    let now = after(2000);
    assert_eq!(deliver.next(now), Next::Wait(None));
    // Its end makes room, and counts.
    deliver.ended(RowId(1), &Outcome::Sent(None), now);
    assert_eq!(deliver.next(now), Next::Wait(Some(after(3000))));
    assert!(matches!(deliver.next(after(3000)), Next::Send(row) if row.id.0 == 3));
}
