//! A group becomes a supergroup while the bot is down: what waits at Telegram names the old id.

mod support;

use dutybell_core::engine::Order;
use dutybell_core::ids::TelegramChat;
use dutybell_core::incoming::Incoming;
use dutybell_core::outgoing::{Outgoing, Subject};
use support::{Story, TOWN};

const GROWN: TelegramChat = TelegramChat(-1_001_001);

/// Found by the simulation: the bot learned of the new id from a send that waited, before it came
/// to a report that was made under the old one, and then moved that report's card beside another.
#[test]
fn a_report_under_the_old_id_has_one_card_in_the_group() {
    let mut story = Story::begin();
    story.update(Incoming::Migrated {
        from: TOWN,
        to: GROWN,
    });
    let orders = story.decide(support::says(14, TOWN, "/report smoke in 12 Dongfeng Rd"));
    let posts: Vec<TelegramChat> = orders
        .iter()
        .filter_map(|order| match order {
            Order::Offer(row) => match (&row.subject, &row.body) {
                (Subject::Post { .. }, Outgoing::Send { chat, reply_to, .. }) => {
                    assert!(chat.is_private() || reply_to.is_none(), "{row:?}");
                    (!chat.is_private()).then_some(*chat)
                }
                _ => None,
            },
            _ => None,
        })
        .collect();
    assert_eq!(posts, [GROWN], "one card, where the group is now");
    story.update(Incoming::Migrated {
        from: TOWN,
        to: GROWN,
    });
    for folder in story.engine.open() {
        assert_eq!(dutybell_core::invariants::posts(folder), Ok(()));
    }
}
