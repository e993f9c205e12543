//! Which of several groups and who of those who came is taken, and who is the administrator: where a
//! person sits there it is asked and never guessed, since a stranger may have been the first, and may have
//! put the bot into a group of his own.

use dutybell_core::render::setup::Said;

use super::dialogue::Dialogue;
use super::meet::Met;

/// Asks; no group and nobody may be left afterwards.
pub(super) async fn choose(talk: &mut Dialogue, met: &mut Met) {
    talk.forget_lines();
    if met.groups.len() > 1 {
        met.tell_groups(talk);
        talk.say(Said::LeaveGroupsOutAsk);
        let out = numbers(talk, met.groups.len()).await;
        met.leave_groups_out(&out);
        // The numbers of the people are far up by now.
        met.tell_people(talk);
    }
    talk.say(Said::LeaveOutAsk);
    let out = numbers(talk, met.people.len()).await;
    if !out.is_empty() {
        met.leave_out(&out);
        met.tell_people(talk);
    }
    if met.people.len() > 1 {
        talk.say(Said::AdminAsk);
        // One is asked for: of several the first counts.
        if let Some(number) = numbers(talk, met.people.len()).await.first() {
            met.put_first(*number);
        }
    }
    if let Some((user, name)) = met.people.first() {
        talk.say(Said::Admin(name, user.0));
    }
}

/// Numbers of the list; none where nothing is said.
async fn numbers(talk: &mut Dialogue, most: usize) -> Vec<usize> {
    loop {
        let line = talk.line().await.unwrap_or_default();
        if let Some(numbers) = read(&line, most) {
            return numbers;
        }
        talk.say(Said::NoNumber(most));
    }
}

fn read(line: &str, most: usize) -> Option<Vec<usize>> {
    let separates = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | '.' | '。');
    let given = line.split(separates).filter(|part| !part.is_empty());
    given
        .map(|part| part.chars().map(half_width).collect::<String>())
        .map(|part| part.parse().ok().filter(|n| (1..=most).contains(n)))
        .collect()
}

/// A Chinese keyboard may write digits as wide as its characters.
fn half_width(c: char) -> char {
    match c {
        '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
        }
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (line, numbers) in [
            ("", Some(&[][..])),
            (" \n", Some(&[])),
            ("2\n", Some(&[2])),
            ("2 3", Some(&[2, 3])),
            ("2, 3", Some(&[2, 3])),
            ("１，３。", Some(&[1, 3])),
            ("1、2", Some(&[1, 2])),
            ("0", None),
            ("4", None),
            ("Zhao", None),
            ("1 x", None),
        ] {
            assert_eq!(read(line, 3).as_deref(), numbers, "{line:?}");
        }
    }
}
