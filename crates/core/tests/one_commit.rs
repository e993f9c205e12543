//! Inputs that are decided together and share a commit.

mod support;

use dutybell_core::engine::{Input, Order};
use dutybell_core::ids::UpdateId;
use support::{Story, TOWN, says};

/// A page that is needless before it was ever offered leaves no trace: nobody would ever tell how
/// its sending ended, and its incident would wait for that.
#[test]
fn a_page_of_a_report_acknowledged_in_the_same_commit_is_never_made() {
    let mut story = Story::begin();
    let (now, mut inputs) = (
        story.now,
        [says(14, TOWN, "/report smoke"), says(11, TOWN, "/ack 1")],
    );
    for (index, input) in inputs.iter_mut().enumerate() {
        if let Input::Update { id, .. } = input {
            *id = UpdateId(900 + index as i64);
        }
        story.engine.handle(input, now, &story.store).unwrap();
    }
    let commit = story.engine.take().unwrap();
    let pages = commit.orders.iter().filter(|order| match order {
        Order::Offer(row) => row.body.chat().is_some_and(|chat| chat.is_private()),
        _ => false,
    });
    assert_eq!(pages.count(), 0);
    assert!(
        !commit
            .orders
            .iter()
            .any(|order| matches!(order, Order::Withdraw(_)))
    );
    let folder = story.engine.open().next().unwrap();
    assert!(
        folder.posts.list.iter().all(|post| !post.dropped),
        "{:?}",
        folder.posts
    );
}
