//! Live messages: what each shows against what it should show, and the rows that close the gap.

use sha2::{Digest as _, Sha256};

use super::*;
use crate::outgoing::{Message, Outgoing, Subject};
use crate::render::{post as rendered, wanted};
use crate::state::incident::Incident;
use crate::state::posts::{Post, PostKind};

impl Engine {
    /// Queues what is needed so that every live message of the incident comes to be true.
    pub(super) fn reconcile(&mut self, folder: &mut Folder, now: At) {
        let mut posts = std::mem::take(&mut folder.posts);
        posts
            .list
            .retain_mut(|post| self.reconcile_post(&folder.incident, post, now));
        // A notice stands under the card of its chat, once that is there.
        for index in 0..posts.list.len() {
            let post = &posts.list[index];
            if matches!(
                post.kind,
                PostKind::Escalated(_) | PostKind::Exhausted { .. }
            ) && post.reply_to.is_none()
            {
                let card = posts.card_in(post.chat).and_then(|card| card.message);
                posts.list[index].reply_to = card;
            }
        }
        // An incident's first message in a chat is its card; only a page waits for nothing.
        let cards_to_come: Vec<TelegramChat> = posts
            .list
            .iter()
            .filter(|post| post.kind == PostKind::Card && post.message.is_none() && !post.dropped)
            .map(|post| post.chat)
            .collect();
        for post in &mut posts.list {
            let may_go = matches!(post.kind, PostKind::Card | PostKind::Page { .. })
                || post.sending.is_some()
                || !cards_to_come.contains(&post.chat);
            if may_go {
                self.queue_post(&folder.incident, post, now);
            }
        }
        folder.posts = posts;
    }

    /// `false` where the post is of no more use.
    fn reconcile_post(&mut self, incident: &Incident, post: &mut Post, now: At) -> bool {
        if post.message.is_none() && !post.dropped && !wanted(incident, post) {
            match post.sending {
                Some(row) if !self.pending.withdraw_row(row) => {
                    // If it is in flight it will arrive, and must then lose its buttons.
                    post.dropped = true;
                }
                _ => return false,
            }
        }
        let settled = post.is_spent()
            && post.message.is_some()
            && post.editing.is_none()
            && post.shown == self.fingerprint(incident, post, now);
        !settled
    }

    fn fingerprint(&self, incident: &Incident, post: &Post, now: At) -> u64 {
        fingerprint(&rendered(&self.view(post.chat, now), incident, post))
    }

    fn queue_post(&mut self, incident: &Incident, post: &mut Post, now: At) {
        if post.dropped || is_up_to_date(incident, post) {
            return;
        }
        post.rendered = incident.seq;
        let message = rendered(&self.view(post.chat, now), incident, post);
        let shows = fingerprint(&message);
        if shows == post.shown {
            return;
        }
        post.shown = shows;
        post.revision += 1;
        let subject = match post.message {
            None => Subject::Post {
                incident: incident.number,
                post: post.id,
            },
            Some(_) => Subject::PostEdit {
                incident: incident.number,
                post: post.id,
            },
        };
        let (slot, body) = match post.message {
            None => (
                &mut post.sending,
                Outgoing::Send {
                    chat: post.chat,
                    message,
                    reply_to: post.reply_to,
                },
            ),
            Some(id) => (
                &mut post.editing,
                Outgoing::Edit {
                    chat: post.chat,
                    id,
                    message,
                },
            ),
        };
        let known = *slot;
        let id = match known {
            Some(id) => id,
            None => {
                self.last_row += 1;
                RowId((self.epoch << 32) | self.last_row)
            }
        };
        *slot = Some(id);
        let priority = match post.message {
            None => render::priority(&post.kind),
            // An edit rings nobody: it waits behind what does.
            Some(_) => crate::outgoing::Priority::Card,
        };
        let row = Row {
            id,
            priority,
            due: now,
            waits_since: None,
            expires: None,
            attempt: 0,
            stripped: 0,
            revision: post.revision,
            subject,
            body,
        };
        if known.is_some() {
            self.pending.put_row(row);
        } else {
            self.pending.new_row(row);
        }
    }
}

/// Whether a post was looked at since the incident last changed. Posts that change by themselves
/// are always looked at; so is one whose `shown` was taken back.
fn is_up_to_date(incident: &Incident, post: &Post) -> bool {
    let follows_record = !matches!(
        post.kind,
        PostKind::Missing { .. }
            | PostKind::Copy { .. }
            | PostKind::Handing { .. }
            | PostKind::Withdrawing { .. }
    );
    follows_record && post.shown != 0 && post.rendered == incident.seq
}

fn fingerprint(message: &Message) -> u64 {
    // Stored, so it must not change with the compiler as std's hasher may. The JSON covers every
    // field; one added later can't be forgotten here.
    let mut digest = Digesting(Sha256::new());
    // Our types have no failing parts, and the digest takes everything.
    let written = serde_json::to_writer(&mut digest, message);
    debug_assert!(written.is_ok());
    let first = digest
        .0
        .finalize()
        .iter()
        .take(8)
        .fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    // 0 stands for nothing shown yet.
    first.max(1)
}

/// Takes what is written into a digest, without a text in between.
struct Digesting(Sha256);

impl std::io::Write for Digesting {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
