//! What goes wrong in a plan.

use std::time::Duration;

use dutybell_core::store::model::DeathPoint;

use super::Draw;
use crate::model::{Fault, Scope};
use crate::simulate::plan::{Act, Death};
use crate::simulate::town::{Place, Who};

impl Draw {
    /// What goes wrong at Telegram and on the way.
    pub(super) fn telegram(&mut self) {
        for _ in 0..self.chance.between(1, 7) {
            let at = self.some_time();
            let (fault, scope, span) = self.fault();
            self.add(at, Act::Trouble { fault, scope, span });
        }
        if self.chance.percent(30) {
            let at = self.some_time();
            self.add(at, Act::Grow);
        }
        if self.chance.percent(15) {
            let (at, next) = (self.some_time(), self.chance.between(1, 900_000_000));
            self.add(at, Act::Renumber(next));
        }
    }

    fn fault(&mut self) -> (Fault, Scope, Duration) {
        let chat = self
            .chance
            .one_of([Place::Town, Place::Hall, Place::Private])
            .configured(Who::Zhao);
        let span = self.span(5, 900);
        let all = Scope::everything();
        match self.chance.between(0, 11) {
            0 | 1 => (Fault::Down, all, span),
            2 => {
                let code = self.chance.one_of([500, 502, 503]);
                (Fault::ServerError { code }, all, span)
            }
            3 => {
                let retry_after = self.chance.between(1, 60).cast_unsigned();
                let fault = Fault::TooManyRequests {
                    chat: Some(chat),
                    retry_after,
                };
                (fault, Scope::times(2), span)
            }
            4 => {
                let retry_after = self.chance.between(1, 40).cast_unsigned();
                let fault = Fault::TooManyRequests {
                    chat: None,
                    retry_after,
                };
                (fault, Scope::times(1), span)
            }
            5 => {
                let times = self.chance.one_of([1, 2, 5]);
                let scope = Scope::times(times).method("sendMessage");
                (Fault::AnswerLost, scope, self.span(60, 3600))
            }
            6 => (Fault::AnswerLost, all, self.span(2, 60)),
            7 => {
                let millis = self.chance.between(500, 26_000).cast_unsigned();
                (Fault::Slow { millis }, all, self.span(5, 180))
            }
            8 => (Fault::RepeatUpdates, all, span),
            9 => {
                let garbage = self.chance.one_of([
                    Fault::lone_surrogate(chat, Who::Li.user()),
                    Fault::nested(200),
                    Fault::fields_missing(),
                    Fault::id_missing(),
                ]);
                (garbage, all, span)
            }
            10 => {
                let chat = self.chance.one_of(Place::GROUPS).configured(Who::Zhao);
                (Fault::Kicked { chat }, all, self.span(60, 7200))
            }
            _ => (
                Fault::ServerError { code: 500 },
                Scope::everything().chat(chat),
                span,
            ),
        }
    }

    /// What happens to the machine on which the bot runs.
    pub(super) fn machine(&mut self) {
        for _ in 0..self.chance.between(1, 7) {
            let mut at = self.some_time();
            // Deaths matter most where something is going on.
            if self.chance.percent(70) {
                let index = self
                    .chance
                    .between(0, i64::try_from(self.actions.len()).unwrap_or(1) - 1);
                let near = usize::try_from(index)
                    .ok()
                    .and_then(|index| self.actions.get(index));
                let near = near.map_or(0, |action| {
                    i64::try_from(action.at.as_millis()).unwrap_or(0)
                });
                at = near + self.chance.between(0, 3_000);
            }
            let death = Death {
                commit: self.chance.one_of([0, 1, 1, 2, 3, 5]),
                point: self.chance.one_of(DeathPoint::ALL),
                power: self.chance.percent(60),
                again: if self.chance.percent(30) {
                    Some(self.chance.one_of(DeathPoint::ALL))
                } else {
                    None
                },
                down: match self.chance.between(0, 9) {
                    0..7 => self.span(1, 20),
                    7..9 => self.span(20, 600),
                    // Longer than it takes a row of prompts to fire twice.
                    _ => self.span(600, 7 * 3600),
                },
            };
            self.add(at, Act::Die(death));
        }
        if self.chance.percent(25) {
            let seconds = self.chance.one_of([-3600, -600, -30, -2, 2, 45, 600, 7200]);
            let at = self.some_time();
            self.add(at, Act::SetClock(seconds));
        }
        if self.chance.percent(10) {
            let (at, span) = (self.some_time(), self.span(5, 600));
            self.add(at, Act::DiskFull(span));
        }
        if self.chance.percent(20) {
            let (at, span) = (self.some_time(), self.span(30, 1200));
            let millis = self.chance.between(100, 3_000);
            self.add(at, Act::DiskSlow(span, millis));
        }
    }
}
