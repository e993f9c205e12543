//! What is still to be done about a shift, and when: it follows from what was done.

use std::time::Duration;

use super::Watched;
use crate::settings::Asks;
use crate::time::At;

/// What is to be done about a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Its people are reminded, so long before.
    Remind(Duration),
    /// They are asked whether they are there.
    Ask,
    /// Once more.
    AskAgain,
    /// It is told that they did not press.
    Tell,
    /// Its people are asked for a note for the next.
    AskNote,
    /// It is told what was not signed of what was handed over.
    Unsigned,
    /// It has ended.
    End,
}

impl Watched {
    /// Until when On duty is to be pressed; `None` where nobody was asked yet.
    pub fn until(&self, asks: &Asks) -> Option<At> {
        let until = self.asked?.plus(asks.ack_within);
        Some(until.min(self.to))
    }

    /// What is still to be done, and when, ascending. Nothing but what is to be signed is later than the end of a shift.
    pub fn agenda(&self, asks: &Asks, since: At) -> Vec<(At, Step)> {
        if self.over {
            return self.signing(asks).into_iter().collect();
        }
        let mut agenda: Vec<(At, Step)> = Vec::new();
        match self.asked {
            _ if self.people.is_empty() => {}
            None => {
                let mut leads: Vec<Duration> = asks.remind.clone();
                leads.sort_unstable_by(|one, other| other.cmp(one));
                let open = leads.into_iter().filter(|lead| {
                    self.reminded.is_none_or(|done| millis(*lead) < done)
                        && self.before(*lead) >= since
                });
                agenda.extend(open.map(|lead| (self.before(lead), Step::Remind(lead))));
                agenda.push((self.from, Step::Ask));
            }
            Some(_) if self.missing().next().is_none() || self.told => {}
            Some(asked) => {
                if !self.again {
                    agenda.push((asked.plus(asks.ack_within / 2), Step::AskAgain));
                }
                agenda.push((asked.plus(asks.ack_within), Step::Tell));
            }
        }
        if !self.handover.asked && !self.taken.is_empty() {
            let lead = asks.handover_note.min(self.to.since(self.from) / 2);
            agenda.push((self.to.minus(lead), Step::AskNote));
        }
        agenda.retain(|(due, _)| *due < self.to);
        agenda.push((self.to, Step::End));
        agenda.extend(self.signing(asks));
        agenda.sort_by_key(|(due, _)| *due);
        agenda
    }

    /// When it is told what is not signed, also after the shift.
    fn signing(&self, asks: &Asks) -> Option<(At, Step)> {
        let sheet = self.handover.sheet.as_ref()?;
        let waits = !sheet.told && sheet.unsigned().next().is_some();
        waits.then(|| (sheet.since.plus(asks.sign_within), Step::Unsigned))
    }

    /// What is to be done now, and when it was due: of several that were missed the last.
    pub fn step(&self, asks: &Asks, since: At, now: At) -> Option<(At, Step)> {
        let agenda = self.agenda(asks, since).into_iter();
        agenda.take_while(|(due, _)| *due <= now).last()
    }

    /// Notes that a reminder, and all before it, are dealt with.
    pub fn reminded(&mut self, lead: Duration) {
        self.reminded = Some(millis(lead));
    }

    fn before(&self, lead: Duration) -> At {
        self.from.minus(lead)
    }
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
