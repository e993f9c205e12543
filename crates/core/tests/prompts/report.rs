//! The written report of a screening.

use dutybell_core::ids::DisputeNumber;
use dutybell_core::outgoing::{Drawn, Outcome, Outgoing, Unreachable};
use dutybell_core::settings::{Ledger, Onward};
use dutybell_core::state::ledger::LedgerEntry;
use dutybell_core::state::screening_report::ReportBook;
use dutybell_core::store::Reads as _;

mod clocks;
mod rights;
mod rows;

use super::*;

/// Li and Sun screen on the 1st and 16th and have two days; a day later the judicial office has the report.
fn village() -> Settings {
    let mut settings = half_monthly();
    let prompt = &mut settings.prompts[0];
    prompt.name = None;
    prompt.remind = Vec::new();
    prompt.onward = Some(Onward {
        to: "Judicial office".into(),
        within: DAY,
    });
    settings.ledger = Ledger {
        places: vec!["East village".into()],
        bodies: vec!["Labour bureau".into()],
        ..Ledger::default()
    };
    settings
}

fn screening() -> Story {
    let mut story = Story::with(village());
    until(&mut story, 12, 1, 9, 0);
    story
}

/// Li registers a dispute, of which he is the mediator.
fn registers(story: &mut Story, kind: &str) {
    story.say(LI, private(LI), "/dispute");
    fills_in(story, LI, kind);
}

fn answers(story: &mut Story, user: i64) {
    story.press(user, private(user), "Nothing found");
    story.pass(Duration::ZERO);
}

fn all_answer(story: &mut Story) {
    answers(story, LI);
    answers(story, SUN);
}

/// The messages of Zhao's that are still there, the newest last.
fn newest(story: &Story, n: usize) -> Vec<String> {
    let mut all = texts(story, ZHAO);
    all.split_off(all.len() - n)
}

fn books(story: &Story, user: i64) -> Vec<ReportBook> {
    let sent = story.sent.iter().filter_map(|(_, body)| match body {
        Outgoing::Upload {
            chat,
            drawn: Drawn::Report(book),
            ..
        } if *chat == private(user) => Some(*book.clone()),
        _ => None,
    });
    sent.collect()
}

fn report_kinds(story: &Story) -> Vec<&'static str> {
    let kinds = kinds(story).into_iter();
    kinds.filter(|kind| kind.contains("report")).collect()
}

#[test]
fn it_is_drafted_once_all_have_answered_and_counts_what_happened() {
    let mut story = screening();
    for kind in ["Neighbours", "Labour, wages", "Neighbours", "Land"] {
        let kind = if kind == "Land" { "Housing land" } else { kind };
        registers(&mut story, kind);
    }
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 agreed: the fence moves");
    story.say(LI, chat, "/mediated 2 failed: neither gives way");
    story.say(LI, chat, "/transfer 2 Labour bureau");
    story.say(LI, chat, "They sat down and drank tea");
    story.press(LI, chat, "Accepted");
    story.say(LI, chat, "Director Feng, desk 3");
    story.say(LI, chat, "/mediated 3 failed: neither gives way");
    answers(&mut story, SUN);
    assert!(books(&story, ZHAO).is_empty(), "one has not answered");
    story.pass(HOUR * 3);
    answers(&mut story, LI);
    assert_eq!(
        newest(&story, 2),
        [
            "Report: Dispute screening, 1–15 December\n\
             To: Judicial office\n\
             Counted: 24 November 2026 02:11 to 1 December 2026 12:00\n\
             \n\
             Screened: 2 of 2 (2 on time, 0 late)\n\
             \n\
             4 new, 0 broken out again\n\
             1 settled, 2 failed, 1 transferred (taken), 0 revisited\n\
             2 pending, 0 of them past the limit\n\
             \n\
             By kind: new/settled/failed/transferred/pending\n\
             Neighbours: 2/1/1/0/1\n\
             Housing land: 1/0/0/0/1\n\
             Labour, wages: 1/0/1/1/0",
            "📋 Written report drafted: Dispute screening, 1–15 December\n\
             To Judicial office by 4 Dec 09:00, then press Reported.\n\
             2 of 2 screened · 4 new · 2 pending",
        ]
    );
    let captions = story.sent.iter().filter_map(|(_, body)| match body {
        Outgoing::Upload { message, .. } => Some(message.text.clone()),
        _ => None,
    });
    assert_eq!(
        captions.collect::<Vec<_>>(),
        ["📁 Written report as a spreadsheet: Dispute screening, 1–15 December"]
    );
    // It does not ring: there is time.
    assert_eq!(rings(&story, ZHAO).last(), Some(&false));
    let [book] = &books(&story, ZHAO)[..] else {
        panic!("one workbook")
    };
    assert_eq!(book.disputes.len(), 4);
    let course = book.draft.course(DisputeNumber(2));
    assert_eq!(
        (
            course.registered,
            course.failed,
            course.transferred,
            course.pending
        ),
        (1, 1, 1, 0)
    );
    // Whoever is sent a list of disputes has read of them.
    let ledger = story.store.events(Log::Ledger.stream()).unwrap();
    let last: LedgerEntry = codec::decode(ledger.last().unwrap()).unwrap();
    assert_eq!(last.by.export().as_deref(), Some("zhao"));
    assert!(
        last.event.text().contains("report"),
        "{}",
        last.event.text()
    );

    story.pass(HOUR);
    assert_eq!(
        story.press(ZHAO, private(ZHAO), "Reported"),
        "Noted: reported."
    );
    assert_eq!(
        newest(&story, 1),
        [
            "✅ Written report is with Judicial office: Dispute screening, 1–15 December\n\
          Zhao Jianguo 13:00, on time"
        ]
    );
    assert_eq!(group(&story).last(), newest(&story, 1).last());
    assert!(labels(&story, ZHAO).is_empty());
    assert_eq!(report_kinds(&story), ["report_drafted", "reported"]);
    // Nothing more comes of it.
    let before = story.sent.len();
    until(&mut story, 12, 15, 9, 0);
    assert_eq!(story.sent.len(), before);
    let prompting = &story.engine.desk().prompts[&"weekly".into()];
    assert!(prompting.reports.is_empty() && prompting.rounds.is_empty());
}

#[test]
fn whoever_is_silent_is_missing_in_it_and_the_answer_makes_it_anew() {
    let mut story = screening();
    answers(&mut story, LI);
    until(&mut story, 12, 3, 9, 0);
    let text = newest(&story, 2).remove(0);
    assert!(
        text.contains("Screened: 1 of 2 (1 on time, 0 late)\nMissing: Deputy\n"),
        "{text}"
    );
    until(&mut story, 12, 3, 15, 0);
    registers(&mut story, "Neighbours");
    answers(&mut story, SUN);
    let told = newest(&story, 2);
    assert!(
        told[0].contains("Screened: 2 of 2 (1 on time, 1 late)\n\n1 new"),
        "{told:?}"
    );
    assert!(told[1].starts_with("📋 Written report updated"), "{told:?}");
    // Only the newest has buttons, and the time is the same.
    assert_eq!(labels(&story, ZHAO), ["Reported"]);
    assert!(told[1].contains("by 4 Dec 09:00"), "{told:?}");
    assert_eq!(report_kinds(&story), ["report_drafted", "report_redrafted"]);
    assert_eq!(books(&story, ZHAO).len(), 2);
}

#[test]
fn several_late_answers_make_it_anew_once() {
    let mut settings = village();
    settings.prompts[0].ask.push(Target::Person("zhao".into()));
    let mut story = Story::with(settings);
    until(&mut story, 12, 3, 9, 0);
    assert_eq!(books(&story, ZHAO).len(), 1);
    story.pass(HOUR);
    answers(&mut story, LI);
    story.pass(HOUR / 12);
    answers(&mut story, SUN);
    assert_eq!(books(&story, ZHAO).len(), 1);
    story.pass(HOUR / 6);
    assert_eq!(books(&story, ZHAO).len(), 2);
    assert_eq!(books(&story, ZHAO)[1].draft.screened(), (2, 3));
}

#[test]
fn it_is_asked_for_at_half_at_nine_tenths_and_each_day_after_the_limit() {
    let mut story = screening();
    until(&mut story, 12, 3, 9, 0);
    assert_eq!(labels(&story, ZHAO).last().unwrap(), "Reported");
    until(&mut story, 12, 3, 21, 0);
    assert_eq!(
        newest(&story, 1),
        [
            "⏳ 12 h 0 min left: written report, Dispute screening, 1–15 December\n\
          To Judicial office by 4 Dec 09:00, then press Reported.\n\
          0 of 2 screened · 0 new · 0 pending\n\
          Missing: Li Qiang, Deputy"
        ]
    );
    // It rings from one hour before on.
    assert_eq!(rings(&story, ZHAO).last(), Some(&false));
    until(&mut story, 12, 4, 6, 36);
    assert!(newest(&story, 1)[0].starts_with("⏳ 2 h 24 min left"));
    story.restart();
    assert!(texts(&story, OFFICE).is_empty());
    until(&mut story, 12, 4, 9, 0);
    let late = newest(&story, 1).remove(0);
    assert!(late.starts_with("🟥 Time is up: written report"), "{late}");
    // The administrator hears of it too: whoever should have made it has not.
    assert_eq!(texts(&story, OFFICE).last(), Some(&late));
    until(&mut story, 12, 5, 9, 0);
    assert!(newest(&story, 1)[0].starts_with("🟥 1 d 0 h late"));
    let toast = story.press(OFFICE, private(OFFICE), "Reported");
    assert_eq!(toast, "Noted: reported, late.");
    assert!(!labels(&story, ZHAO).contains(&"Reported".to_owned()));
    assert_eq!(
        report_kinds(&story),
        [
            "report_drafted",
            "report_reminded",
            "report_reminded",
            "report_late",
            "report_late",
            "reported_late",
        ]
    );
}

#[test]
fn nothing_falls_between_two_reports_and_nothing_is_counted_twice() {
    let mut story = screening();
    registers(&mut story, "Neighbours");
    all_answer(&mut story);
    story.press(ZHAO, private(ZHAO), "Reported");
    registers(&mut story, "Family");
    story.say(LI, private(LI), "/mediated 1 agreed: the fence moves");
    until(&mut story, 12, 14, 9, 0);
    // The clock is set back, and right again.
    story.now = local(12, 13, 9, 0);
    registers(&mut story, "Other");
    until(&mut story, 12, 16, 9, 0);
    all_answer(&mut story);
    let books = books(&story, ZHAO);
    let counted = |book: &ReportBook| {
        let of = book.draft.mediations.clone().unwrap();
        (of.registered, of.agreed)
    };
    assert_eq!(counted(&books[0]), (vec![DisputeNumber(1)], vec![]));
    assert_eq!(
        counted(&books[1]),
        (
            vec![DisputeNumber(2), DisputeNumber(3)],
            vec![DisputeNumber(1)]
        )
    );
    assert_eq!(books[1].draft.from, books[0].draft.until);
}

#[test]
fn a_dispute_that_breaks_out_again_is_no_success_and_is_told() {
    let mut story = screening();
    registers(&mut story, "Neighbours");
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 agreed: the fence moves");
    story.say(LI, chat, "/revisit 1 he moved it back");
    story.press(LI, chat, "Broke out again");
    all_answer(&mut story);
    let text = newest(&story, 2).remove(0);
    assert!(
        text.contains(
            "1 new, 1 broken out again\n\
             0 settled, 0 failed, 0 transferred (taken), 0 revisited\n\
             1 settled and broken out again: no success\n\
             1 pending"
        ),
        "{text}"
    );
}

#[test]
fn in_chinese_it_reads_as_an_officer_writes_it() {
    let mut settings = village();
    settings.language = Language::Zh;
    settings.prompts[0].onward = Some(Onward {
        to: "司法所".into(),
        within: DAY,
    });
    for person in &mut settings.people {
        person.language = None;
    }
    let mut story = Story::with(settings);
    until(&mut story, 12, 1, 9, 0);
    story.press(LI, private(LI), "无纠纷");
    until(&mut story, 12, 3, 9, 0);
    assert_eq!(
        newest(&story, 2)[0],
        "12月上半月矛盾纠纷排查情况报告\n\
         报送：司法所\n\
         统计：2026年11月24日 02:11 至 2026年12月3日 09:00\n\
         \n\
         排查：应报 2，已报 1（按时 1，迟 0）\n\
         未报：Deputy\n\
         \n\
         新登记 0 起，再次发生 0 起\n\
         调解成功 0 起，不成功 0 起，移交（对方已接收）0 起，回访 0 起\n\
         未结 0 起，其中超期 0 起"
    );
    assert_eq!(
        newest(&story, 1),
        ["📋 书面报告已起草：12月上半月矛盾纠纷排查\n\
          请于 12月4日 09:00 前报 司法所，报完点“已报送”。\n\
          已排查 1/2 · 新登记 0 · 未结 0\n\
          未报：Deputy"]
    );
    story.press(ZHAO, private(ZHAO), "已报送");
    assert_eq!(
        group(&story).last().unwrap(),
        "✅ 12月上半月矛盾纠纷排查书面报告已报 司法所\nZhao Jianguo 09:00，按时"
    );
}

#[test]
fn the_month_says_how_many_were_made_in_time() {
    let mut story = screening();
    let onward = |story: &mut Story| {
        story.say(OFFICE, private(OFFICE), "/stats 2026-12");
        let chart = story.chart(OFFICE);
        let lines = chart
            .into_iter()
            .skip_while(|line| line != "[Onward reports]");
        lines.take(4).collect::<Vec<_>>()
    };
    all_answer(&mut story);
    assert_eq!(
        onward(&mut story)[..2],
        ["[Onward reports]", "1 still to be made"]
    );
    story.press(ZHAO, private(ZHAO), "Reported");
    assert_eq!(onward(&mut story)[1], "On time | 1/1 · 100% | 1000");
    until(&mut story, 12, 19, 9, 0);
    assert_eq!(
        onward(&mut story)[1..3],
        [
            "On time | 1/2 · 50% | 500",
            "1 not made (screening of 16 Dec)"
        ]
    );
    story.press(ZHAO, private(ZHAO), "Reported");
    assert_eq!(
        onward(&mut story)[1..3],
        ["On time | 1/2 · 50% | 500", "1 late (screening of 16 Dec)"]
    );
}

/// A screening each day at nine, a week to answer, ten hours after that for the report.
fn daily() -> Settings {
    let mut settings = village();
    let prompt = &mut settings.prompts[0];
    prompt.schedule = Schedule::cron("0 0 9 * * *").unwrap();
    prompt.within = DAY * 20;
    prompt.ask = vec![Target::Person("li".into())];
    settings
}

#[test]
fn each_of_many_rounds_that_run_is_drafted_once() {
    let mut story = Story::with(daily());
    until(&mut story, 12, 3, 10, 0);
    for _ in 0..10 {
        answers(&mut story, LI);
    }
    story.pass(HOUR);
    assert_eq!(books(&story, ZHAO).len(), 10);
    let kinds = report_kinds(&story);
    let count = |kind: &str| kinds.iter().filter(|one| **one == kind).count();
    // Six wait at most; those that are given up are told.
    assert_eq!((count("report_drafted"), count("report_given_up")), (10, 4));
    let given_up = group(&story).into_iter();
    let given_up = given_up.filter(|text| text.starts_with("🟥 No longer asked for"));
    assert_eq!(given_up.count(), 4);
    story.say(ZHAO, private(ZHAO), "/prompts");
    for nth in 1..=6 {
        story.press(ZHAO, private(ZHAO), &format!("Show report {nth}"));
    }
    while story.button(private(ZHAO), "Reported").is_some() {
        story.press(ZHAO, private(ZHAO), "Reported");
    }
    story.pass(DAY * 2);
    let prompting = &story.engine.desk().prompts[&"weekly".into()];
    assert!(prompting.reports.is_empty(), "{:?}", prompting.reports);
}

#[test]
fn a_dispute_that_is_registered_late_waits_for_its_answer() {
    let mut story = screening();
    answers(&mut story, LI);
    until(&mut story, 12, 3, 9, 0);
    until(&mut story, 12, 3, 15, 0);
    let chat = private(SUN);
    for _ in 0..2 {
        story.press(SUN, chat, "Register dispute");
        fills_in(&mut story, SUN, "Neighbours");
        story.pass(HOUR);
    }
    assert_eq!(books(&story, ZHAO).len(), 1);
    story.press(SUN, chat, "That is all");
    story.pass(Duration::ZERO);
    let books = books(&story, ZHAO);
    assert_eq!(books.len(), 2);
    assert_eq!(books[1].draft.units[1].disputes, 2);
}

#[test]
fn a_late_answer_to_an_older_report_changes_who_answered_and_no_figure() {
    let mut story = screening();
    answers(&mut story, LI);
    until(&mut story, 12, 16, 9, 0);
    registers(&mut story, "Neighbours");
    all_answer(&mut story);
    // The newest question of Sun's is answered; the older round is open up to the limit of this one.
    story.say(SUN, private(SUN), "/prompts");
    answers(&mut story, SUN);
    let books = books(&story, ZHAO);
    let told: Vec<(At, usize, usize)> = books
        .iter()
        .map(|book| {
            let registered = book.draft.mediations.clone().unwrap().registered;
            (book.at, book.draft.screened().0, registered.len())
        })
        .collect();
    let (first, second) = (local(12, 1, 9, 0), local(12, 16, 9, 0));
    assert_eq!(told[0], (first, 1, 0));
    assert!(told.contains(&(second, 2, 1)), "{told:?}");
    let last_of_first = told.iter().rfind(|told| told.0 == first).unwrap();
    assert_eq!(*last_of_first, (first, 2, 0));
}

#[test]
fn what_is_closed_after_a_failure_is_told() {
    let mut story = screening();
    registers(&mut story, "Neighbours");
    let chat = private(LI);
    story.say(LI, chat, "/mediated 1 failed: neither gives way");
    story.press(LI, chat, "Close");
    story.say(LI, chat, "they went to court");
    all_answer(&mut story);
    let text = newest(&story, 2).remove(0);
    assert!(
        text.contains("\n1 closed without agreement\n0 pending"),
        "{text}"
    );
}

#[test]
fn a_log_that_can_not_be_read_gives_no_zeros() {
    let mut settings = village();
    // The administrator keeps no ledger, so nothing is entered there.
    settings.prompts[0].escalate.clear();
    let mut story = Story::with(settings);
    until(&mut story, 12, 1, 9, 0);
    registers(&mut story, "Neighbours");
    story.spoils(Log::Ledger.stream(), 2);
    all_answer(&mut story);
    let told = texts(&story, OFFICE);
    assert!(
        told[0].contains("The ledger's log can't be read whole")
            && told[0].ends_with("1 pending, 0 of them past the limit"),
        "{told:?}"
    );
    assert!(!told[1].contains("0 new"), "{told:?}");
    let prompting = &story.engine.desk().prompts[&"weekly".into()];
    let draft = &prompting.reports[0].draft;
    assert_eq!(draft.until.seq, draft.from.seq);
}

#[test]
fn what_came_in_the_next_round_is_in_the_report_of_that() {
    let mut story = screening();
    answers(&mut story, LI);
    until(&mut story, 12, 16, 9, 0);
    registers(&mut story, "Neighbours");
    // Sun answers the older round late: its report is made anew, without what belongs to the new one.
    story.say(SUN, private(SUN), "/prompts");
    let (old, nothing) = story
        .shown(private(SUN))
        .into_iter()
        .find_map(|(id, message)| {
            let mut buttons = message.rows.iter().flatten();
            let nothing = buttons.find(|button| button.label == "Nothing found")?;
            Some((id, nothing.data.clone()))
        })
        .unwrap();
    story.press_data(SUN, private(SUN), old, &nothing);
    story.pass(HOUR);
    all_answer(&mut story);
    let told = books(&story, ZHAO);
    let registered = |at: At| {
        let last = told.iter().rfind(|book| book.at == at).unwrap();
        (
            last.draft.screened().0,
            last.draft.mediations.clone().unwrap().registered.len(),
        )
    };
    assert_eq!(registered(local(12, 1, 9, 0)), (2, 0));
    assert_eq!(registered(local(12, 16, 9, 0)), (2, 1));
}
