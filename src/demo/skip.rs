//! Time that is skipped until something is about to happen: what, the core's functions name, and the page
//! says only that it wants to.

use std::sync::Arc;
use std::time::Duration;

use dutybell_core::time::At;
use dutybell_sandbox::{Clock, Hook};
use serde_json::json;

/// So long before something comes time is let go again: one sees it come.
const BEFORE: Duration = Duration::from_secs(3);

/// Lets the page skip the time until what comes next, and no other time.
pub(super) fn hook(
    (name, zh, en): (&str, &str, &str),
    nothing: &'static str,
    clock: Clock,
    next: impl Fn(At) -> Option<At> + Send + Sync + 'static,
) -> Hook {
    let next = Arc::new(next);
    Hook::new(name, zh, en, move |_| {
        let (next, clock) = (Arc::clone(&next), clock.clone());
        async move {
            let mut found = false;
            let pace = clock.skip(|now| {
                let there = next(now).map(|next| next.minus(BEFORE));
                found = there.is_some();
                there
            });
            match pace {
                Some(pace) if found => Ok(json!({ "pace": pace })),
                _ => Err(nothing.to_owned()),
            }
        }
    })
}
