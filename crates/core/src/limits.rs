//! Every number with its unit, its reason and its source.

use std::time::Duration;

/// UTF-16 units of a message. Source: Bot API, sendMessage (1–4096 characters after entities).
pub const MESSAGE_CHARS: usize = 4096;

/// Bytes of a button's data. Source: Bot API, InlineKeyboardButton.callback_data.
pub const BUTTON_DATA_BYTES: usize = 64;

/// Characters of an answer to a press. Source: Bot API, answerCallbackQuery.
pub const TOAST_CHARS: usize = 200;

/// A report of up to so many characters stands whole in a page. Source: SPEC section 3.
pub const PAGE_TEXT_CHARS: usize = 300;

/// Bytes of a key's name in a store: ids are short, and an index page holds many.
pub const KEY_BYTES: usize = 256;

/// Bytes of one batch: far above what one decision writes, far below what stalls a sync.
pub const BATCH_BYTES: usize = 64 * 1024 * 1024;

/// How long an update's id is remembered. Telegram keeps updates for 24 h (Bot API, getUpdates);
/// twice that covers a clock set wrong by hours.
pub const SEEN_FOR: Duration = Duration::from_secs(48 * 3600);

/// After the question whether somebody is still on it, so long until paging begins anew.
/// Source: SPEC section 2, `ack_timeout`.
pub const ACK_GRACE: Duration = Duration::from_secs(5 * 60);

/// People offered to take an incident over: a column of names that still fits a phone.
pub const HAND_ON_PEOPLE: usize = 8;

/// Reports of the same come within minutes of each other; what comes later is more likely another
/// matter in the same street.
pub const LIKE_WITHIN: Duration = Duration::from_secs(10 * 60);

/// Thousandths of likeness from which words tell of the same where a category is missing: two people
/// who name the same place share about a third of their pairs of characters, two matters a tenth.
pub const LIKE_WORDS: u32 = 300;

/// The same where both reports name a category, and not the same one: then only nearly equal words.
pub const LIKE_ACROSS: u32 = 600;

const _: () = assert!(LIKE_WORDS < LIKE_ACROSS && LIKE_ACROSS < 1000);

/// Newest open incidents that a report is compared with: a storm of reports must not make each wait
/// for all before it.
pub const LIKE_CANDIDATES: usize = 50;

/// Other reports of the same in a card; all are in the timeline.
pub const ALSO_SHOWN: usize = 5;

/// Characters of each: with all else that a card says it must stay below [`MESSAGE_CHARS`], also
/// where every character takes two units.
pub const ALSO_CHARS: usize = 80;

/// Changes of its messages that an incident's record takes: enough for slips of the pen, too few to
/// fill a record with.
pub const EDITS_NOTED: u32 = 10;

/// That no more are noted is said of an incident once in so long.
pub const EDITS_FULL_AGAIN: Duration = Duration::from_secs(3600);

/// Updates of an incident whose messages are remembered, so that a change of them is noticed.
pub const SAID_REMEMBERED: usize = 30;

/// How long a message can be changed. Source: Bot API, and the same for people.
pub const EDITABLE_FOR: Duration = Duration::from_secs(48 * 3600);

/// Closed incidents that are looked through for the message that was changed.
pub const EDITED_LOOK_BACK: usize = 200;

/// What happens so long after it was due is marked late in the record and in messages: times are
/// shown in minutes, and less than one can be a start, a busy store or a timer put off.
pub const LATE_AFTER: Duration = Duration::from_secs(60);

/// Lines of `/incidents` in one message: at least 20 (SPEC section 3), and 30 lines of at most
/// [`LIST_LINE_CHARS`] stay below [`MESSAGE_CHARS`].
pub const LIST_LINES: usize = 30;

/// Characters of a line of `/incidents`.
pub const LIST_LINE_CHARS: usize = 100;

const _: () = assert!(LIST_LINES >= 20 && LIST_LINES * LIST_LINE_CHARS + 200 < MESSAGE_CHARS);

/// Columns of a button's label, a Chinese character taking two. Source: MESSAGES, "at most eight
/// Chinese characters".
pub const LABEL_COLUMNS: usize = 16;

/// Names to choose one of on a page of buttons: what a thumb scrolls through. Source of what it stays below: Telegram
/// takes at most 100 buttons in a message.
pub const CHOICES: usize = 30;

const _: () = assert!(CHOICES + 10 < 100);

/// Characters of a report in the card: as in a page.
pub const CARD_TEXT_CHARS: usize = PAGE_TEXT_CHARS;

/// Characters that a locked phone shows of line 1, counting a Chinese character twice.
/// Source: MESSAGES.md's rule of about 20 Chinese or 40 Latin characters.
pub const HEADLINE_COLUMNS: usize = 28;

/// Characters of an update or a reason in a card.
pub const NEWS_CHARS: usize = 200;

/// UTF-16 units of one message of a timeline: leaves room for its heading.
pub const TIMELINE_CHARS: usize = 3500;

/// A guided report of which nothing is stored yet: reminded once after so long.
pub const FORM_REMINDER: Duration = Duration::from_secs(2 * 60);

/// A guided report that nobody finished is dropped after so long, and the person is told.
pub const FORM_LIFE: Duration = Duration::from_secs(30 * 60);

const _: () = assert!(FORM_REMINDER.as_secs() < FORM_LIFE.as_secs());

/// A group is offered to report what it talks about at most once in so long: people in trouble talk
/// much, and each offer takes a place of the group's minute.
pub const OFFER_EVERY: Duration = Duration::from_secs(2 * 60);

/// A group that lets its offers go is asked less often, each time half as often, but at least once in
/// so long: what it talks about may come to be grave.
pub const OFFER_SELDOM: Duration = Duration::from_secs(16 * 60);

/// After a silence of so long a group is asked as at first.
pub const OFFER_ANEW: Duration = Duration::from_secs(6 * 3600);

const _: () = assert!(OFFER_EVERY.as_secs() < OFFER_SELDOM.as_secs());
const _: () = assert!(OFFER_SELDOM.as_secs() < OFFER_ANEW.as_secs());

/// An offer that nobody takes loses its buttons after so long: what it was about is over or reported.
pub const OFFER_LIFE: Duration = Duration::from_secs(10 * 60);

const _: () = assert!(OFFER_EVERY.as_secs() < OFFER_LIFE.as_secs());

/// Thousandths of likeness from which a report has the words of an offer.
pub const OFFER_SAME: u32 = 500;

/// How long an answer to a press is worth sending: Telegram forgets the press soon after.
pub const PRESS_LIFE: Duration = Duration::from_secs(60);

/// Who presses a button that asks something twice in so long finds the question above; later it is
/// asked anew, below what was written since.
pub const QUESTION_AGAIN: Duration = Duration::from_secs(60);

/// How long an answer, a list or a form is worth sending.
pub const ANSWER_LIFE: Duration = Duration::from_secs(6 * 3600);

/// An administrator hears of the same stranger or the same trouble once in so long.
pub const TROUBLE_AGAIN: Duration = Duration::from_secs(3600);

/// A check whether everybody can be reached waits so long for answers: pages and answers go first,
/// and a group's share of a minute may be used up. After it, whoever did not answer is not known.
pub const CHECK_LIFE: Duration = Duration::from_secs(2 * 60);

/// Half of a minute's wait for a group, and the longest delay between two tries, fit into it.
const _: () = assert!(CHECK_LIFE.as_secs() > 60 + RETRY_LONGEST.as_secs());

/// Nobody who was woken needs longer to press a button; after it the night test counts as unheard.
pub const NIGHT_ANSWER: Duration = Duration::from_secs(10 * 60);

/// On duty is to be pressed within so long where a roster says nothing else: long enough to come in and
/// sit down, and short enough that the one before does not leave.
pub const ACK_WITHIN: Duration = Duration::from_secs(10 * 60);

/// So many of one's own shifts are shown, of those that begin within so long: a month's.
pub const MY_SHIFTS: usize = 10;
/// See [`MY_SHIFTS`].
pub const MY_SHIFTS_AHEAD: Duration = Duration::from_secs(31 * 24 * 3600);

/// Whoever is on duty is asked for a handover note so long before the end where a roster says nothing
/// else: time to write a line, and not so early that the rest of the shift is missing.
pub const HANDOVER_NOTE: Duration = Duration::from_secs(15 * 60);

/// What was handed over is to be signed within so long where a roster says nothing else.
pub const SIGN_WITHIN: Duration = Duration::from_secs(30 * 60);

/// A handover note waits so long for somebody to take over.
pub const NOTES_KEPT: Duration = Duration::from_secs(31 * 24 * 3600);

/// So many items are signed at a handover at most: a button each on a phone.
pub const SHEET_ITEMS: usize = 10;

/// So many with those that come late, before a message is full.
pub const SHEET_MOST: usize = SHEET_ITEMS + 1;

/// Characters of a handover note: so many notes as are signed at once stand whole in one message.
pub const HANDOVER_CHARS: usize = 280;

/// A full sheet fits into a message, with a name and a time for each note: of so many, the one for the
/// rest is short.
const _: () = assert!((SHEET_MOST - 1) * (HANDOVER_CHARS + 80) + 160 < 4096);

/// Who stood in for whom is known so long after the end of it: as far back as anybody looks at a month's
/// roster. The duty log keeps it for ever.
pub const OVERRIDE_KEPT: Duration = Duration::from_secs(100 * 24 * 3600);

/// So many people are offered by button when somebody looks for a stand-in; anybody else by name.
pub const STAND_INS: usize = 8;
/// Rosters side by side in a picture of a month: a name of eight Chinese characters must fit a column.
pub const SHEET_COLUMNS: usize = 3;

/// What a line of a cell holds, in widths of a Chinese character, where one, two or three rosters stand
/// side by side and have equal parts. The program's layout holds that much (`src/picture/roster.rs`).
pub const SHEET_LINE_WIDTHS: [f32; SHEET_COLUMNS] = [20.0, 11.0, 8.0];

/// Lines of a picture of a month with one, two or three rosters, whose letters are the smaller the more
/// there are: with more it gets longer than a phone is high.
pub const SHEET_LINES: [usize; SHEET_COLUMNS] = [40, 44, 48];

/// UTF-16 units of a message of a month: below [`MESSAGE_CHARS`] with a line to spare.
pub const ROSTER_TEXT_UNITS: usize = 3500;

/// A calendar shows shifts that began this long ago: last month's are looked up when hours are counted.
pub const FEED_BACK: Duration = Duration::from_secs(31 * 24 * 3600);

/// And those that begin within so long: a quarter, as rosters are planned.
pub const FEED_AHEAD: Duration = Duration::from_secs(100 * 24 * 3600);

/// A calendar is asked to look again after so long: a swap of today must be in it today.
pub const FEED_REFRESH: Duration = Duration::from_secs(3600);

/// A reminder of a shift rings from so long before it on (SPEC section 3, "Sound").
pub const REMINDER_RINGS: Duration = Duration::from_secs(3600);

/// A shift is remembered so long after its end: a clock that is set back asks nobody twice, and a late
/// press hears what it was about.
pub const SHIFT_KEPT: Duration = Duration::from_secs(24 * 3600);

/// Whoever pressed On duty so short a time ago is not asked whether he is in post: he has just said so.
pub const PRESENCE_SPARED: Duration = Duration::from_secs(5 * 60);

/// A mediation ends within so long a time. Source: People's mediation of the Ministry of Justice, thirty days;
/// `[ledger] mediate_within` says otherwise.
pub const MEDIATE_WITHIN: Duration = Duration::from_secs(30 * 24 * 3600);

/// The parties are visited again so long after they agreed. Source: the field's habit; `[ledger] revisit_after`
/// says otherwise.
pub const REVISIT_AFTER: Duration = Duration::from_secs(30 * 24 * 3600);

/// A limit of the ledger that has passed is told again after so long, until something is done: what nobody
/// mentions for longer is forgotten.
pub const LEDGER_LATE_AGAIN: Duration = Duration::from_secs(7 * 24 * 3600);

/// A line that comes so long after a question about a dispute, or after something else was done meanwhile, may be
/// meant otherwise: it is shown before it is noted, since what is noted stays in the figures.
pub const LEDGER_SURE_AFTER: Duration = Duration::from_secs(2 * 60);

/// Characters of the parties' names.
pub const PARTIES_CHARS: usize = 300;

/// Characters of any other text of the ledger: with what stands around it, it fits one message.
pub const LEDGER_TEXT_CHARS: usize = 2000;

/// Characters of a place that is typed.
pub const LEDGER_PLACE_CHARS: usize = 100;

/// Disputes whose names are removed in one commit: the rest follows at once, and no page waits for all.
pub const FORGOTTEN_AT_ONCE: usize = 50;

/// So long before such a limit a mediator is reminded, where `[ledger] remind` says nothing else.
pub const LEDGER_REMIND: Duration = Duration::from_secs(5 * 24 * 3600);

/// So many people have a line in the figures of a month: with the longest names they fit a message, beside
/// what was reported.
pub const STATS_PEOPLE: usize = 20;

/// In thousandths: so many screenings are to be done. Source: DOMAIN, "Disputes" (98 %).
pub const SCREENING_TARGET: u16 = 980;

/// In thousandths: so many mediations are to succeed. Source: DOMAIN, "Disputes" (95 %).
pub const MEDIATION_TARGET: u16 = 950;

/// So many categories have a line in the figures of a month; the rest is one.
pub const STATS_ROWS: usize = 12;

/// So many incidents are named in the figures of a month where nobody acknowledged them.
pub const STATS_NUMBERS: usize = 10;

/// So many presence checks are counted that were missed while the bot was down; more are counted as these.
pub const PRESENCE_COUNTED: usize = 10_000;

/// What is missing is told again, and what is complete forgotten, so long after.
pub const PROMPT_DAY: Duration = Duration::from_secs(24 * 3600);

/// So long an update that could not be read or decided is kept as it came: time enough to look into it. It may hold
/// names that `[ledger] retention` could not find there.
pub const ASIDE_KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

/// A round of a prompt that fires seldom can be answered so long after its limit: until the monthly figures of
/// the month after are made.
pub const PROMPT_KEPT: Duration = Duration::from_secs(35 * 24 * 3600);

/// So many rounds of a prompt are open at once at most: of a month's limit and a firing each day. `check` refuses
/// rows that fire more often within their limit; of later ones those that wait for late answers end.
pub const PROMPT_ROUNDS: usize = 40;

/// Those who are asked by one row of prompts: rounds with their answers are one value in the store, written anew
/// with each tap.
pub const PROMPT_UNITS: usize = 60;

/// So many firings are counted that were missed while the bot was down; more are counted as these.
pub const PROMPTS_COUNTED: usize = 10_000;

/// A written report is drafted anew so long after an answer that came after its draft: others may follow.
pub const REPORT_SETTLES: Duration = Duration::from_secs(10 * 60);

/// So many written reports of a screening wait for somebody to say that they are made; before a further one
/// the oldest is given up, and the log says so.
pub const REPORTS_KEPT: usize = 6;

/// The figures of a month look at so many months after it for what came late: `REPORTS_KEPT` reports of a half
/// month wait so long at most.
pub const STATS_MONTHS: usize = 4;

/// Whoever wants to be reminded of a prompt tomorrow still has so long until its limit then.
pub const PROMPT_LATER: Duration = Duration::from_secs(3600);

/// Those who have not answered are asked again by hand no sooner than this: a second tap is a slip.
pub const PROMPT_AGAIN: Duration = Duration::from_secs(10 * 60);

/// Characters of a remark on an item of a checklist: of ten items all stand whole in one message.
pub const REMARK_CHARS: usize = 300;

/// Items of a checklist: each has a line and a button of its own, and a message holds 100 buttons and 4096
/// characters, so that so many names and some remarks fit.
pub const PROMPT_ITEMS: usize = 40;

/// UTF-16 units of an item's name.
pub const ITEM_CHARS: usize = 60;

/// All items stand whole in one message, each with its mark, a number and the sign of its photos, below a heading
/// of some lines.
const _: () = assert!(PROMPT_ITEMS * (ITEM_CHARS + 14) + 600 < MESSAGE_CHARS);

/// UTF-16 units of a page of what a checklist has found: below [`MESSAGE_CHARS`] with its heading.
pub const PROBLEMS_UNITS: usize = 3500;

/// Photos or files on an item of a checklist: an album.
pub const REMARK_FILES: usize = 10;

/// So many shifts of a roster are watched at most, the running one among them: a reminder a month ahead
/// of eight-hour shifts fits in.
pub const SHIFTS_WATCHED: usize = 100;

/// A roster's shifts that begin within so long are looked at too: until the next morning's check.
pub const ON_CALL_WITHIN: Duration = Duration::from_secs(24 * 3600);

/// The auditor looks this often. Source: SPEC, promise 5.
pub const AUDIT_EVERY: Duration = Duration::from_secs(60);

/// A page that is not there after so long is late, whatever the reason: a first try and two more
/// with their delays fit into it where Telegram answers.
pub const OVERDUE_PAGE: Duration = Duration::from_secs(30);

/// Somebody who waits for an answer asks again by then.
pub const OVERDUE_ANSWER: Duration = Duration::from_secs(5 * 60);

/// A group's share of five minutes is some sixty edits: a card that waits longer is stuck.
pub const OVERDUE_CARD: Duration = Duration::from_secs(5 * 60);

/// Reminders come after everything else.
pub const OVERDUE_REMINDER: Duration = Duration::from_secs(10 * 60);

/// A timer that is so late was forgotten: the writer fires what is due within a second.
pub const OVERDUE_TIMER: Duration = LATE_AFTER;

/// Rows that the auditor looks at, pages first: a storm must not make it hold up the writer.
pub const AUDIT_ROWS: usize = 5000;

/// First delay after a transient failure; doubles with each try.
pub const RETRY_FIRST: Duration = Duration::from_millis(500);

/// Longest delay between two tries: a page that waits for Telegram leaves soon after it is back.
pub const RETRY_LONGEST: Duration = Duration::from_secs(20);

/// Bytes of a file that is kept as evidence, where the configuration says no other number. More is
/// not given out. Source: Bot API, getFile (20 MB); a server of one's own gives more.
pub const EVIDENCE_BYTES: u64 = 20 * 1024 * 1024;

/// Pieces of evidence of one incident, where the configuration says no other number: two albums.
pub const EVIDENCE_PIECES: u32 = 20;

/// Files fetched at once: more would only take the line from pages.
pub const FETCHES_AT_ONCE: usize = 2;

/// First delay after a file could not be fetched; doubles with each try.
pub const FETCH_FIRST: Duration = Duration::from_secs(2);

/// Longest delay between two tries to fetch a file: nobody waits for it.
pub const FETCH_LONGEST: Duration = Duration::from_secs(10 * 60);

/// A file that could not be fetched for so long is given up: a disk or a line is mended within a day.
pub const FETCH_FOR: Duration = Duration::from_secs(24 * 3600);

/// Tries of a file before it is given up for its age: a bot that was down for a day has not tried.
/// With the delays between them some 50 minutes.
pub const FETCH_TRIES_OF_DAY: u32 = 12;

/// Tries of a file that Telegram does not give out: its answer also stands for a passing trouble
/// ("wrong file_id or the file is temporarily unavailable").
pub const FETCH_TRIES: u32 = 4;

/// The pictures of an album come together; after so long its name is forgotten. Longer than an
/// outage that splits them.
pub const ALBUM_LIFE: Duration = Duration::from_secs(3600);

/// Bytes of an album's name that is remembered: Telegram's have 17 digits, and a key of the store
/// must hold it.
pub const ALBUM_BYTES: usize = 64;

/// Photos and files are not sent to a chat again within so long: in a group, those of one incident
/// take a minute, and whoever presses again sees them come.
pub const SHOWN_AGAIN: Duration = Duration::from_secs(60);

/// That a piece can't be shown is said once in so long of all that were asked for together: as long
/// as an upload of each may take.
pub const NOT_SHOWN_AGAIN: Duration = Duration::from_secs(3600);

/// That no more is kept of an incident is told once in so long while an album comes in.
pub const FULL_AGAIN: Duration = Duration::from_secs(60);

/// Messages in flight at once over all chats.
pub const IN_FLIGHT: usize = 64;

/// Messages in flight at once in one chat where its limit was lifted.
pub const IN_FLIGHT_PER_CHAT: u32 = 16;

/// Uploads of our own copies of files that fly at once, beside the rest: each holds a file of up to
/// 50 MB in memory, and may take minutes.
pub const COPIES_IN_FLIGHT: usize = 2;

/// Chats that are told to wait at the same time before the bot as a whole waits: Telegram does not
/// say which limit was hit.
pub const PAUSED_CHATS_MEAN_ALL: usize = 3;

/// How long the bot as a whole waits then: the window of Telegram's overall limit.
pub const PAUSE_OF_ALL: Duration = Duration::from_secs(1);

/// Longest `retry_after` believed without asking again: a broken answer must not silence a chat.
pub const RETRY_AFTER_LONGEST: Duration = Duration::from_secs(3600);

/// Bytes of a configured id: ids stand in button data beside a verb and a number.
pub const ID_BYTES: usize = 32;

const _: () = assert!(ID_BYTES + "1:sev:18446744073709551615:".len() <= BUTTON_DATA_BYTES);

/// A page that waits longer than this means that the outbox is stuck: two tries at the longest delay
/// have failed by then, each with its time for an answer.
pub const PAGE_STUCK_AFTER: Duration = Duration::from_secs(60);

const _: () = assert!(PAGE_STUCK_AFTER.as_secs() > 2 * RETRY_LONGEST.as_secs());

/// Seconds that Telegram holds an empty poll. Source: Bot API, getUpdates (the server's cap is 50).
pub const POLL_HOLD: u32 = 25;

/// Intake counts as running if a poll succeeded within this: one answer that was lost (the hold and
/// ten seconds more) and the next empty poll fit into it.
pub const POLL_LATELY: Duration = Duration::from_secs(75);

const _: () = assert!(POLL_LATELY.as_secs() > 2 * POLL_HOLD as u64 + 10);

/// Bytes of an update that Telegram posts: its longest text has 4,096 characters, and with all that
/// it quotes an update stays far below.
pub const UPDATE_BYTES: usize = 1024 * 1024;

/// Places in a group's minute that only pages may use: the notice that nobody answered must not
/// wait behind edits of cards.
pub const GROUP_RESERVE_PAGES: usize = 3;

/// Places in a group's minute that only pages and answers may use.
pub const GROUP_RESERVE_ANSWERS: usize = 4;

/// Inputs decided in one commit: a sync is shared, and the first of them does not wait long.
pub const INPUTS_PER_COMMIT: usize = 256;

/// How long a code of an invitation is good: over a night and a day off, not over a week on a notice
/// board where anybody may read it.
pub const INVITE_LIFE: Duration = Duration::from_secs(48 * 3600);

/// A used or expired code is remembered so long, so that its late user hears what is the matter.
pub const INVITE_KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

const _: () = assert!(INVITE_LIFE.as_secs() < INVITE_KEPT.as_secs());

/// Wrong codes that a user may try within [`WRONG_CODES_WITHIN`]. A code has 128 bits, so this keeps
/// the log and the store quiet rather than the guess improbable; a slip of the hand must stay free.
pub const WRONG_CODES: u32 = 5;

/// After it, a user's wrong codes are forgotten.
pub const WRONG_CODES_WITHIN: Duration = Duration::from_secs(3600);

/// People in one message of a list: a line and a button each still fit a phone.
pub const PEOPLE_LINES: usize = 20;

/// Characters of a phone number typed in chat: those of E.164 with blanks between; it travels in a
/// button beside a tag.
pub const PHONE_CHARS: usize = 24;

/// Characters of a name that is given to somebody in chat.
pub const GIVEN_NAME_CHARS: usize = 48;

/// People on a page of `/people`: a line and a button each.
pub const PEOPLE_PAGE: usize = 10;

/// UTF-16 units of the text under a picture or file. Source: Bot API, sendPhoto, caption.
pub const CAPTION_CHARS: usize = 1024;
