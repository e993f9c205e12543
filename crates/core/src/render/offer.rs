//! The silent offer to report what somebody wrote.

use crate::ids::{CategoryId, MessageId};
use crate::outgoing::Message;
use crate::parse::button::Press;
use crate::render::{View, message};

/// Shall this be reported?
pub(super) fn offer(view: &View<'_>, about: MessageId, category: &CategoryId) -> Message {
    let category = view.category(Some(category));
    let ask = view.say("offer-ask", &[("category", (&category).into())]);
    let mut offer = message(&ask);
    offer.rows = vec![
        vec![view.button("label-report", &Press::OfferTake(about))],
        vec![view.button("label-cancel", &Press::OfferDrop(about))],
    ];
    offer
}
