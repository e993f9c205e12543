# Words that people see, in English. Same keys and variables as zh.ftl; a test compares them.
# Line 1 of a message is all that a locked phone shows.

## Labels of buttons. Those of SPEC section 3 are fixed.
label-acknowledge = Acknowledge
label-cannot = Can't respond
label-escalate = Escalate
label-update = Update
label-stand-down = Stand down
label-hand-on = Hand on
label-hand-back = Back to the policy
label-same = Same as #{ $n }
label-withdraw = Withdraw
label-confirm = Confirm
label-cancel = Cancel
label-report = Report
label-incidents = Open incidents
label-help = Help
label-full = Full text, photos
label-files = Photos and files ({ $n })
label-again = Page everyone again
label-still = Still on it
label-level = Level { $id }
label-other = Something else
label-not-known = Not known
label-no = No
label-yes = Yes
label-not-needed = No
label-needed = Yes
label-later = Later
label-timeline = Record
label-more = Next page
label-back = Previous page
label-number = #{ $n }
label-people = People
label-people-add = Add a colleague
label-people-export = As a file
label-people-all = All people
label-people-one = Back to the person
label-people-roles = Roles
label-people-phone = Phone
label-people-invite = Invite
label-people-unbind = Unbind
label-people-gone = Has left
label-people-returned = Is back
label-people-history = Changes
label-people-has = ✓ { $role }
label-people-has-not = { $role }
label-selftest = Self-test
label-oncall = On call
label-my-shifts = My shifts
label-stats = Statistics
label-roster = Duty roster
label-roster-text = As text
label-roster-picture = As a picture
label-roster-all = All rosters
label-month-before = ◀ { $month }
label-month-after = { $month } ▶
label-calendar = Calendar
label-feed-renew = New link: { $name }
label-feed-revoke = Revoke
label-test-again = Test again
label-invite = Invite { $name }
label-night = Night: { $name }
label-nights = Night tests
label-heard = Yes
label-unheard = No
label-night-again = Once more

## Small parts
drill = [DRILL]
nobody = nobody
and-more = and { $n } more
no-category = Incident
file-only = (photo or file, no text)
quoted = «{ $text }»
piece = { $what } { $piece }
piece-photo = photo
piece-video = video
piece-sound = sound
piece-document = file
piece-position = position
span-seconds = { $s } s
span-minutes = { $m } min
span-hours = { $h } h { $m } min
span-days = { $d } d { $h } h
full-date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
} { $year }
month-day = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[other] Dec
} { $time }
as-role = { $name } ({ $role })
times = { $name } ×{ $n }
you = { $name } (you)
anonymous = { $name } (anonymous administrator)
late = Due { $time }, delayed
duty-call = Whoever is near: call the duty phone { $phone }
duty-none = Whoever is near: please call by phone

why-not-bound = no Telegram account known
why-never-started = never started the bot
why-blocked = blocked the bot
why-deactivated = account deleted
why-no-rights = the bot may not write there
why-left = marked as gone

## Card
card-open = 🔴 #{ $n } { $category } · Level { $level } · waiting
card-exhausted = ⛔ #{ $n } { $category } · Level { $level } · nobody answered
card-acknowledged = 🟠 #{ $n } { $category } · Level { $level } · { $who } acknowledged { $time }
card-with = 🟠 #{ $n } { $category } · Level { $level } · with { $who } since { $time }
card-closed = 🟢 #{ $n } { $category } · stood down { $time } after { $span }
card-withdrawn = ⚪ #{ $n } { $category } · withdrawn { $time } after { $span }
card-merged = ➡️ #{ $n } { $category } · goes on as #{ $into }
card-reported = { $time } { $who } reported · registered
card-edited = ✎ { $time } { $who } edited: «{ $text }»
card-edited-update = ✎ { $time } { $who } edited the update: «{ $text }»
card-also = Also reported { $time } by { $who } (#{ $n }) «{ $text }»
card-also-news = News of #{ $n } { $time } { $who }: «{ $text }»
card-also-more = and { $n } more reports
card-tried = { $time } { $who } · { $how }
how-paged = paged
how-gave-back = gave it back
how-declined = can't respond
how-failed = not delivered
how-unreachable = ✗ unreachable, { $why }
card-next-step = Next { $time }: { $who }
card-next-round = Next { $time }: round { $round }, { $who }
card-next-last = Next { $time }: announced that nobody answered
card-rings = Rings again { $time }
card-category = { $time } paging began again: category changed
card-had = { $who } had acknowledged { $time }
card-handing = ↪️ { $time } { $who } hands on to { $to }; not taken over by { $until }: paging starts again
card-withdrew = { $time } { $who } withdrew the report
card-next-question = No update by { $time }: { $who } is asked
card-next-lapse = No answer by { $time }: paging starts again
card-exhausted-hint = The bot has stopped paging. Phone now, or page again.
card-news = { $time } { $who }: «{ $text }»
card-closed-by = { $who } stood it down
card-reason = Reason: «{ $text }»
card-hurt = Anyone hurt: { $answer }
card-support = Support needed: { $answer }
answer-no = no
answer-yes = yes
support-no = no
support-yes = yes
support-unknown = not known
answer-unknown = not known

## Page
page-first = 🔴 LEVEL { $level } { $category }{ $where } · #{ $n }
page-again = 🔴 { $nth } CALL · LEVEL { $level } { $category }{ $where } · #{ $n }
page-where = { " " }· { $text }
nth = { $n ->
    [2] 2nd
    [3] 3rd
    [21] 21st
    [22] 22nd
    [23] 23rd
   *[other] { $n }th
}
page-reported = Reported { $time } by { $who }
page-reported-phone = Reported { $time } by { $who } · { $phone }
page-role = You are { $role }.
page-next-step = Not acknowledged by { $time }: { $who } is paged.
page-next-last = Not acknowledged by { $time }: all chats are told that nobody answered.
page-waited = { $span }, nobody has acknowledged.
page-had = { $who } acknowledged { $time }, paging starts again.
page-sofar = Paged so far: { $who }
page-yours = 🟠 #{ $n } { $category } · Level { $level } · you acknowledged { $time }
page-others = 🟠 #{ $n } { $category } · Level { $level } · { $who } acknowledged { $time }
page-nothing-to-do = Nothing to do for you.
page-gave-back = You gave it back. Somebody else is called; you may still take it.
page-declined = Noted: you can't respond.
page-handed = { $who } hands it on to you at { $time }. Not acknowledged by { $until }: paging starts again.

## Question after silence
question-head = 🟠 #{ $n } you acknowledged { $time }, no update for { $span }
question-ask = Still on it? No answer in 5 min: paging starts again.
question-over = #{ $n }: settled, nothing to answer any more.
## Handing on, withdrawing
handing-head = ↪️ #{ $n }: hand on to whom?
handing-hint = { $who } has it until somebody takes it over.
handing-called = ↪️ #{ $n } { $who } hands it on, { $to } is called; not taken over by { $until }: paging starts again
withdrawing-head = ❓ #{ $n }: withdraw the report?
withdrawing-ends = That ends the incident. Nobody is paged any more.
withdrawing-decides = { $who } has it, and decides what becomes of it.
withdrawing-others = Others have reported or confirmed it: it goes on.
withdrawn-head = ⚪ #{ $n } { $category }: { $who } withdrew the report at { $time }
withdrawn-ask = You have it: stand it down, or go on.

## Notices in the group
escalated-no-answer = ⏫ #{ $n } { $time } no answer, { $who } is paged
escalated-by-hand = ⏫ #{ $n } { $time } escalated, { $who } is paged
escalated-nobody-left = ⏫ #{ $n } { $time } nobody left to answer, { $who } is paged
escalated-again = ⏫ #{ $n } { $time } paging starts again: { $who }
escalated-category = ⏫ #{ $n } { $time } category changed, { $who } is paged
escalated-holder-left = ⏫ #{ $n } { $time } whoever had it has left, { $who } is paged
escalated-handed-back = ⏫ #{ $n } { $time } handed back, { $who } is paged
escalated-not-taken = ⏫ #{ $n } { $time } not taken over, { $who } is paged
escalated-round = Round { $round }
unreached-head = ⚠️ #{ $n } { $time } somebody can't be reached
notice-silent = { $who }: delivered, no answer
notice-sending = { $who }: not delivered yet
notice-declined = { $who }: can't respond
notice-unreached = { $who }: unreachable ({ $why })
notice-nobody = { $roles }: nobody there, skipped
exhausted-head = ⛔ #{ $n } { $category }: everyone was paged, nobody acknowledged
exhausted-phone = Phone now: { $phone }
exhausted-unreached = Unreachable: { $who } ({ $why })
exhausted-resumed = Paging began again at { $time }.
exhausted-taken = { $who } acknowledged at { $time }.
exhausted-hint = The bot has stopped paging. Phone now, or page again.

## Missing facts
missing-head = #{ $n } is stored.
missing-hurt = Is anyone hurt?
missing-support = Is support needed (medical staff, fire brigade, police)?
missing-thanks = #{ $n }: thank you. More facts: reply to the card with /update { $n } and the text. Photos or your position: send them as a reply to the card.

## Guided report
form-category = 📝 What is it? Tap, or reply to this with where and what.
form-severity = 📝 How serious is it? Tap, or reply to this with where and what.
form-text = 📝 Where and what? Write it in one message as a reply to this one.
form-hint = Where and what?
offer-ask = Report this? { $category }
form-chosen = 📝 { $what }
form-chosen-nothing = 📝 Noted.
form-over = 📝 This form is closed. New report: /report
form-stored = 📝 Registered as #{ $n }.
form-reminder = ⏳ Your report is NOT stored yet. Write where and what as a reply, or /cancel.
form-expired = 📝 The unfinished report was dropped, nothing was stored. Report anew: /report
update-ask = ✏️ #{ $n }: what is the news? Write it as a reply to this message.
form-for = { $who }:
update-hint = News of #{ $n }

## Sentences: answers to presses and commands
line-acknowledged = Acknowledged #{ $n }. Nobody else is paged.
line-acknowledged-by = { $who } acknowledged #{ $n } at { $time }. Nothing to do.
line-acknowledged-by-you = You acknowledged #{ $n } at { $time }. It is yours.
line-nothing-to-hand-on = Nobody has #{ $n }: there is nothing to hand on.
line-hand-on-only = { $who } has #{ $n }. Only { $who } and administrators may hand it on: { $admins }.
line-hand-on-asked = Choose in the message below who shall take it over.
line-handed-on = #{ $n }: { $who } is being called, and nothing changes until then. Not taken over by { $time }: paging starts again.
line-hand-on-not-to = { $name } can't be called. Choose somebody else.
line-taken-over = #{ $n }: { $who } has taken it over. Nothing to do for you.
line-handed-back = #{ $n } is handed back. Paging { $who }.
line-handed-back-by = #{ $n }: { $who } gave it back, and others are paged. It is no longer yours.
line-news-of-closed = NOT stored: #{ $n } was over at { $time }. It goes on? Report it anew: /report
line-withdraw-only = Only { $who }, who reported #{ $n }, may withdraw it. You may update or escalate.
line-withdraw-asked = Confirm it in the message below.
line-withdrawn = #{ $n } is withdrawn and over, nobody is paged any more. Withdrawn by mistake? Report it anew.
line-withdraw-noted = #{ $n }: noted. Whoever has it decides.
line-withdraw-noted-others = #{ $n }: noted. Others have reported or confirmed it, so it goes on.
line-withdrawn-already = #{ $n }: the report is withdrawn already.
line-withdrawn-by = ⚪ #{ $n }: { $who } withdrew the report. Nothing to do for you.
line-withdrawn-before = #{ $n } was withdrawn by its reporter at { $time }. Nothing to do.
line-merged = #{ $n } goes on as #{ $into }, and only #{ $into } rings on. Not the same after all? Report it anew.
line-goes-on-as = #{ $n } goes on as #{ $into }. See there: /incident { $into }
line-yours-as = 🟠 #{ $n } goes on as #{ $into }, and #{ $into } is yours.
line-edits-full = #{ $n }: edited too often, no more is noted. Give news instead: /update { $n } and the text
line-dropped = #{ $n }: nothing was changed.
line-closed = #{ $n } was stood down at { $time }. Nothing to do.
line-may-not-acknowledge = You may not acknowledge #{ $n }. These may: { $who }.
line-may-not-stand-down = You may not stand down a level { $level } incident. These may: { $who }. You may escalate or update.
line-month-to-come = { $month } has yet to come: there are no figures of it. This month: /stats
line-may-not-read = Only people whom the configuration names may read this. To be added, ask: { $who }.
line-roster-unknown = No roster, or more than one, is called “{ $given }”. There are: { $known }.
line-feed-revoked = The link is void from now on.
line-feed-gone = There is no link to revoke.
line-month = “{ $given }” is no month. Write it like /{ $command } 2026-12
line-administrators = Only administrators may do this. Ask: { $who }.
line-person-unknown = Nobody is called “{ $given }”. Choose: /people
line-person-several = Several are called “{ $given }”: { $people }. Write the id in brackets instead.
person-with-id = { $name } ({ $id })
line-invite-comes = The invitation for { $name } is in your private chat with me.
line-start-first = It did not arrive: I can't write to you in private yet. Open t.me/{ $bot } and press Start, then ask again.
line-invite-bound = { $name } is bound already and needs no invitation. Another phone? Unbind first: /people
line-invite-gone = { $name } is marked as gone. Back again? See /people
line-checking = Checking …
line-night-comes-to-you = Test call sent. Lock the phone and wait for it to ring.
line-night-comes = The test call goes to { $name }. You will be told what came of it.
line-night-unbound = { $name } is not bound yet, so nobody can be called. Invite first: /invite
line-night-who = Nobody is called “{ $given }”. Choose: /selftest
line-night-of-another = This test call is for { $name }, and only { $name } can answer it.
line-night-late = This test is over. A new one: /selftest night
line-night-heard = Thank you. Kept as a proof.
line-night-unheard = Noted. Advice is in the message.
line-selftest-argument = “{ $given }” is not understood. Use /selftest or /selftest night
line-code-unknown = I don't know this code. Ask your administrator for a new invitation, and open its link as it is.
line-code-used = This code was used already. Ask your administrator for a new invitation.
line-code-replaced = A newer invitation took the place of this code. Open the newest link.
line-code-exposed = Everybody here could use this code, so it is void. Ask your administrator for a new one, and open its link in private.
line-code-expired = This code is too old. Ask your administrator for a new invitation.
line-code-void = This code is for somebody who is no longer in the configuration. Ask your administrator.
line-code-of-another = You are { $name } already, and this code is for somebody else. Open it on that person's phone.
line-code-person-bound = The person of this code uses another account already. Ask your administrator to unbind that one.
line-code-too-many = Too many wrong codes. Wait an hour, and ask your administrator for a new invitation meanwhile.
line-may-not-change = You may not change #{ $n }. These may: { $who }.
line-decline-noted = Noted, you can't respond. Paging { $who }.
line-decline-noted-last = Noted, you can't respond. Nobody is left to page: all chats are told.
line-escalated = #{ $n } escalated. Paging { $who }.
line-escalated-already = #{ $n } is already escalated: { $who } is being paged.
line-nobody-left = #{ $n }: nobody is left to page. Phone now.
line-paged-again = #{ $n }: paging starts again with { $who }.
line-update-stored = #{ $n }: update stored.
line-evidence-stored = #{ $n }: noted and kept with the incident.
line-evidence-large = #{ $n }: a file is larger than { $limit }. The bot shows it from Telegram, but keeps no copy of its own. Send it smaller to have it kept.
line-evidence-not-given = #{ $n }: Telegram does not give out a file of this size. The bot shows it from Telegram, but keeps no copy of its own. Send it smaller to have it kept.
line-evidence-many = #{ $n } has { $limit } photos and files already, no more are kept. What you sent stays in this chat only.
line-evidence-comes = #{ $n }: photos and files follow.
line-evidence-came = #{ $n }: photos and files were sent here just now. They arrive one after the other.
line-evidence-none = #{ $n } has no photos or files. Add some: send them as a reply to its card.
line-evidence-not-shown = One photo, file or position can't be shown here: Telegram refuses it.
line-evidence-loose = I don't know what this belongs to. New report: send it again with /report as its caption. Running incident: send it as a reply to its card or page.
line-update-asked = Write the news as a reply to the message below.
line-stood-down = #{ $n } stood down.
line-severity-changed = #{ $n } is level { $level } now.
line-severity-same = #{ $n } is level { $level } already.
line-severity-unknown = There is no level “{ $given }”. Levels: { $known }.
line-category-changed = #{ $n } is { $category } now.
line-category-same = #{ $n }: nothing to change.
line-fact-noted = #{ $n }: noted.
line-later-noted = Fine. The incident is stored.
line-still-noted = #{ $n }: noted, still yours.
line-full-comes = #{ $n }: full text follows.
line-comes = Here it is.
line-old = This button is old. Look at the latest card: /incidents
line-foreign = This button is not known here. Look at the latest card: /incidents
line-no-incident = There is no incident #{ $n }. The last one is #{ $last }. Open ones: /incidents
line-no-incident-yet = There is no incident yet. Report one: /report TEXT
line-which = Which one? Add the number, for example “{ $n }”. Open: { $open }
line-which-none = No incident is open. Add a number, for example “7”.
line-others-form = This form belongs to somebody else. Start your own: /report
line-form-gone = This form is over. Start anew: /report
line-form-goes-on = See the message.
line-form-cancelled = Cancelled. Nothing was stored.
line-offer-taken = Reported as #{ $n }.
line-offer-over = Not reported. To report it, reply to the message with /report
line-nothing-to-cancel = There is nothing to cancel.
line-language-set = English from now on.
line-language-group = Only administrators change the language of a group. Your own: write /lang en to me in private.
line-stranger-user = You are not in the configuration yet, so nothing was stored. In an emergency phone your duty office now. Give your administrator this number: { $id }
line-stranger-chat = This chat is not configured, so nothing was stored. Phone your duty office now. For the administrator, the chat's id: { $id }
line-chat-not-configured = This chat is not configured yet. Administrator: put this chat's id into the configuration: { $id }
line-no-reports = This chat takes no reports, so nothing was stored. Report in the duty group or to me in private.
line-anonymous-form = You write anonymously, so I can't ask you back. Write all in one line: /report what happened, where.
line-anonymous = You write anonymously, so it is not known who you are. Nothing was stored: turn “Remain anonymous” off, or write to me in private.
line-forwarded = I do not take forwarded messages as commands. To report what it says, reply to it with /report
line-not-understood = I did not understand that. To report: press Report, or write /report and what happened.
line-unknown-command = There is no command /{ $given }. All commands: /help
line-unknown-command-near = There is no command /{ $given }. Did you mean /{ $near }?
line-command-near = There is no such command. Did you mean /{ $near }?
line-not-a-number = “{ $given }” is no number. For example: /{ $command } 7
line-missing-severity = Which level? For example: /severity 7 II
line-language-unknown = Languages: /lang zh or /lang en

## Welcome, help, who am I
welcome = ✅ { $name }, you can be paged now.
welcome-roles = Your roles: { $roles }
welcome-how = To report press Report below, or write /report and what happened. Let this chat ring: turn its notifications on, also at night.
invite-whom = Not bound yet: { $n }. Whom do you invite?
invite-nobody = Everybody of the configuration is bound. Nobody is left to invite.
invite-head = 🔗 Invitation for { $name }
invite-how = Good until { $time }, for one person, once. Send the link, or let the picture be scanned; then press Start.
selftest-checking = 🔎 Checking who can be reached …
selftest-over = 🔎 The result is in a newer message.
selftest-head = { $sign } { $time } { $n } of { $of } people on call can be reached
selftest-head-unknown = { $n } not known
selftest-head-chats = { $n ->
    [one] 1 group can't be written to
   *[other] { $n } groups can't be written to
}
selftest-head-chats-unknown = { $n ->
    [one] 1 group not known
   *[other] { $n } groups not known
}
selftest-head-vacant = { $n ->
    [one] 1 step pages nobody
   *[other] { $n } steps page nobody
}
selftest-head-teams = { $n ->
    [one] 1 team too small
   *[other] { $n } teams too small
}
selftest-not-bound = ✗ { $name }: no Telegram account known → /invite { $id }
selftest-never-started = ✗ { $name }: never started the bot → open t.me/{ $bot } and press Start
selftest-blocked = ✗ { $name }: blocked the bot → open t.me/{ $bot } and press Restart
selftest-left = ✗ { $name }: marked as gone, but still called → change policy or roster in the configuration file
selftest-deactivated = ✗ { $name }: account deleted → unbind it in /people, then /invite
selftest-refused = ✗ { $name }: Telegram refuses ({ $why })
selftest-unknown = ? { $name }: not known, Telegram did not answer → test again
selftest-vacant = ✗ { $roles }: nobody, the step is skipped → give somebody the role in /people or the configuration file
selftest-vacant-later = ✗ { $roles }: nobody at some hour until tomorrow → change the roster in the configuration file
selftest-team = ⚠ { $team }: { $n } of { $need } wanted can be reached, not: { $who }
selftest-proof-old = ⚠ { $name }: night test { $days } { $days ->
    [one] day
   *[other] days
} ago → repeat tonight
selftest-proof-none = ⚠ No night test yet: { $who }
selftest-administrators = Administrators who can't be reached: { $who }
selftest-chat-bad = ✗ Group “{ $name }”: I can't write there → add me with the right to write
selftest-chat-refused = ✗ Group “{ $name }”: Telegram refuses ({ $why })
selftest-chat-unknown = ? Group “{ $name }”: not known, Telegram did not answer → test again
selftest-chat-moved = ⚠ Group “{ $name }” has a new id and is followed → put it into the configuration: { $to }
selftest-chats-fine = ✅ Groups fine: { $names }
night-whom = 🔔 Who is called as at night? The phone will ring.
night-last = { $name }: last heard { $time }
night-never = { $name }: never tested
night-head = 🔔 Test call, no incident
night-ask = Locked and in Do Not Disturb: did you hear it?
night-by = Asked for by { $who }. Answer within 10 minutes.
night-over = 🔔 This test call is over.
night-heard = ✅ Test call heard at { $time }. Thank you.
night-unheard = 🔕 Not heard. Let this bot ring at night:
night-android = Android: hold this chat → notifications → important, with sound. Settings → Do Not Disturb → apps → allow Telegram. Battery → unrestricted.
night-iphone = iPhone: Settings → Focus → Do Not Disturb → Apps → add Telegram. Settings → Notifications → Telegram → sounds on.
night-then = Then test once more.
night-told-yes = ✅ { $name } heard the test call of { $time }.
night-told-no = 🔕 { $name } did not hear the test call of { $time } and was told how to let the phone ring.
night-told-silent = 🔕 { $name }: no answer to the test call of { $time }.
night-told-not-sent = ✗ { $name }: the test call of { $time } could not be delivered.
help-head = Commands
help-line = /{ $command } { $argument } – { $text }
help-line-plain = /{ $command } – { $text }
help-foot = Numbers may be left out when you reply to a card.
cmd-report = report an incident
cmd-incidents = open incidents
cmd-incident = one incident's card
cmd-ack = acknowledge
cmd-escalate = page the next step now
cmd-update = add news
cmd-close = stand down
cmd-severity = change the level
cmd-timeline = the whole record
cmd-oncall = who is on duty now and next
cmd-duty = my shifts, and On duty
cmd-swap = ask somebody to take a shift of mine
cmd-handover = leave a note for the next shift
cmd-stats = the figures of a month
cmd-export = a workbook of what is stored
cmd-roster = the month, as a picture or as text
cmd-people = who is there, in which role (administrators)
cmd-invite = invite somebody to this bot (administrators)
cmd-selftest = who can be reached (administrators); does my phone ring at night
cmd-help = this list
cmd-whoami = who I take you for
cmd-lang = language
cmd-cancel = drop a form
cmd-start = begin
arg-report = TEXT
arg-number = N
arg-update = N TEXT
arg-close = N REASON
arg-severity = N LEVEL
arg-lang = zh|en
arg-person = PERSON
arg-people = [PERSON|export]
arg-roster = [YYYY-MM] [ROSTER] [text]
arg-selftest = [night]
arg-swap = DATE PERSON
arg-stats = [YYYY-MM]
arg-export = [KIND]
whoami-known = You are { $name } ({ $person }).
whoami-unknown = You are not in the configuration.
whoami-roles = Roles: { $roles }
whoami-admin = Administrator
whoami-user = Your Telegram number: { $id }
whoami-chat = This chat's id: { $id }
whoami-phone = Phone: { $phone }

## Lists and records
incidents-head = Open incidents: { $n }
incidents-none = No open incidents.
incidents-page = Page { $page } of { $pages }
incidents-line = { $sign } #{ $n } { $level } { $category } · { $state } · { $text }
state-paging = waiting since { $time }
state-exhausted = nobody answered
state-acknowledged = { $who } { $time }
timeline-head = Record of #{ $n }: { $count } entries
timeline-part = Record of #{ $n }, part { $part }
timeline-foot = Chain: { $hash }…
full-head = #{ $n } { $category } · Level { $level }
full-news = { $time } { $who }
ev-reported = { $who } reported «{ $text }»
ev-reported-level = Level { $level }{ $category }
ev-step-entered = round { $round }, step { $step }
ev-step-passed-no-answer = step { $step }: no answer
ev-step-passed-nobody = step { $step }: resolves to nobody
ev-step-passed-nobody-left = step { $step }: nobody left who can answer
ev-step-passed-by-hand = step { $step }: { $who } escalated
ev-paged = { $person } paged, call { $call }
ev-rang-again = rings again, attempt { $attempt }
ev-delivered = { $person }: call { $call } delivered
ev-not-reached = { $person }: unreachable ({ $why })
ev-page-failed = { $person }: page refused ({ $reason })
ev-post-failed = chat { $chat }: not posted ({ $reason })
ev-declined = { $who } can't respond
ev-exhausted = everyone was paged, nobody acknowledged
ev-acknowledged = { $who } acknowledged
ev-questioned = asked whether somebody is still on it
ev-still-on-it = { $who }: still on it
ev-restarted-raised = paging starts again: level raised
ev-restarted-category = paging starts again: category changed
ev-restarted-lapsed = paging starts again: no update after the acknowledgement
ev-restarted-by-hand = paging starts again: by { $who }
ev-restarted-holder-left = paging goes on: whoever had it has left
ev-restarted-handed-back = paging goes on: { $who } handed it back
ev-restarted-not-taken = paging starts again: handed on, not taken over
ev-handed-on = { $who } hands on to { $person }, until { $time }
ev-withdrawn = { $who } withdrew the report
ev-severity = { $who } changed level { $from } to { $to }
ev-category = { $who } set category { $to }
ev-fact-hurt = { $who }: hurt – { $answer }
ev-fact-support = { $who }: support needed – { $answer }
ev-updated = { $who }: «{ $text }»
ev-edited = { $who } edited it: «{ $text }»
ev-likened = looks like #{ $other }
ev-likened-none = looks like no other any more
ev-joined = { $who } joined #{ $other }: { $reporter } reported at { $time } «{ $text }»
ev-joined-pieces = #{ $other }: { $n } photos and files
ev-acknowledged-with = { $who } has it, as #{ $other }
ev-merged = { $who }: the same as #{ $other }, which goes on
ev-evidence = { $who } added: { $what }
ev-position = { $who }: position { $position }
ev-evidence-kept = { $what } kept, { $size }, SHA-256 { $hash }
ev-evidence-large = { $what } not kept: larger than { $limit }
ev-evidence-not-given = { $what } not kept: Telegram does not give out files of this size
ev-evidence-many = { $what } not kept: there are { $limit } already
ev-evidence-failed = { $what } not kept: { $reason }
ev-closed = { $who } stood it down «{ $text }»
the-bot = the bot

## People, for administrators
people-head = 👥 { $n } people, { $bound } bound{ $lost ->
    [0] { "" }
   *[other] , { $lost } of them unreachable
}
people-line = { $name }: { $state }
people-line-roles = { $name }: { $state } · { $roles }
people-reachable = ✓ bound
people-untried = ? bound, not tried yet
people-unbound = ○ no Telegram account yet
people-unreachable = ✗ { $why }
people-gone = – has left
people-card = 👤 { $name } ({ $id })
people-phone = Phone: { $phone }
people-phone-none = No phone number
people-roles-none = No role
people-roles-ask = 👤 { $name }: which roles? ✓ has it. Tap to change.
people-roles-roster = By roster, not here: { $roles }
people-into-sure = Give { $name } the role { $role }? Whoever has it is paged from the next incident on.
people-out-sure = Take the role { $role } from { $name }? What runs already goes on as it is.
people-vacant = ⚠️ Nobody has the role { $role } then: steps that page it alone are skipped.
people-phone-ask = ☎️ Which number has { $name }? Write it with + and the country, for example +86 138 0000 0001, or send the contact.
people-phone-sure = ☎️ Change { $name }'s number to { $phone }?
people-gone-sure = Has { $name } left? Pages and rights end at once; the record keeps the name.
people-gone-holds = ⚠️ Has in hand: { $numbers }. Paging goes on at once.
people-gone-roster = ⚠️ Stands in the roster { $rosters }: change it in the configuration file.
people-returned-sure = Is { $name } back? Then:
people-unbind-sure = Take the Telegram account from { $name }? Until a new invitation is used, no page arrives.
people-add-ask = 👤 Who is it? Send the contact (paper clip → Contact), or write the name.
people-add-sure = 👤 Add { $name }?
people-add-account = The contact names a Telegram account: it is bound. Pages arrive after Start was pressed there.
people-add-invite = Without Telegram account: invite after this.
people-add-namesake = ⚠️ Somebody is called so already.
people-over = 👤 Closed. Go on: /people
people-export = 📄 People and roles as they are now; who has left stands without account and role. Put these tables into the configuration file in place of its own; send the bot SIGHUP after that.
people-history = 👤 { $name }: changed in chat { $n ->
    [one] once
   *[other] { $n } times
}
people-history-line = { $time } { $who }: { $what }
people-news = 👥 { $who }: { $what }
people-in-private = The list is in your private chat with me.
people-unknown = This person is no longer there. See /people
people-already = It is so already.
people-done = Done, and in the record.
people-role-of-roster = This role is filled by a roster, or is no longer there. Change it in the configuration file.
people-last-administrator = Nobody could administer the bot any more. Bind another administrator first.
people-pages-nobody = The policy { $policy } could page nobody any more. First put somebody else into one of its roles, or change it in the configuration file. Only the account is lost? Unbind.
people-returned-unbound = Noted, but no Telegram account is { $name }'s any more: invite, or no page arrives.
people-phone-wrong = That is no number to call. Write it with + and the country, for example +86 138 0000 0001
people-name-wrong = Write the name in one line of at most 48 characters.
people-account-taken = This account is { $name }'s already. Unbind it there first: /people
change-invited = { $name } invited, until { $time }
change-bound = { $name } bound to the account { $id }
change-unbound = the account { $id } taken from { $name }
change-added = { $name } added
change-put-in = { $name } has the role { $role }
change-taken-out = { $name } no longer has the role { $role }
change-phone = { $name } has the number { $phone }
change-gone = { $name } has left
change-returned = { $name } is back
change-in-file = { $name }: the configuration file counts again ({ $what })
change-feed-made = { $name } has a calendar link ({ $of })
change-feed-revoked = the calendar link of { $name } is void ({ $of })
aspect-added = person
aspect-account = account
aspect-phone = phone
yours-put-in = 👤 { $who } gave you the role { $role }. You are paged from the next incident on: let this chat ring.
yours-taken-out = 👤 { $who } took the role { $role } from you.
yours-phone = 👤 { $who } changed your phone number to { $phone }.
yours-unbound = 👤 { $who } took this account from you: no page arrives here any more. If that is a mistake, call your administrator.
yours-returned = 👤 { $who } noted that you are back, as { $roles }: pages arrive here again.
yours-returned-roleless = 👤 { $who } noted that you are back. You have no role yet.
yours-gone = 👤 { $who } noted that you have left: no page arrives here any more. If that is a mistake, call your administrator.

## To administrators
admin-stranger = ⚠️ Somebody who is not configured reports: nothing was stored.
admin-stranger-chat = { $title } ({ $chat })
admin-moved = ℹ️ The group { $from } became a supergroup. It is followed; put the new id into the configuration: { $to }
admin-cannot-write = ⚠️ I can't write to the chat { $chat }: { $why }. Make me a member with the right to write.
admin-second-poller = ⚠️ Another program uses this bot's token: updates may go to it. Stop it, or make a new token with BotFather.
admin-unreadable = ⚠️ A message could not be read. It was kept aside and stopped nothing; the log has its number and the place.
admin-evidence-failed = ⚠️ A photo or file of #{ $n } could not be kept: { $why }. Telegram still shows it. Check the disk of the bot and its way to Telegram.
admin-webhook = ⚠️ Telegram can't deliver messages to the bot: { $why }. They wait at Telegram for 24 h. Check webhook_url, its certificate and the way to the bot.
admin-config-refused =
    ⚠️ The new configuration was refused, the old one goes on. { $n ->
        [one] 1 problem
       *[other] { $n } problems, the first
    }: { $first }
    All of them: dutybell check
admin-config-line = line { $line }: { $first }
admin-needs-restart = The new configuration is in force, but for { $keys }: these need a restart of the bot.
admin-code-exposed = ⚠️ The code for { $person } was written in the group “{ $group }” and is void. Invite again:
admin-bound = ✅ { $person } is bound now: { $name } ({ $id }). If that is somebody else, unbind it: /people

## The auditor
overdue-head = ⚠️ { $now } { $what }
overdue-pages = { $n ->
    [one] 1 page is
   *[other] { $n } pages are
} not sent, due since { $since }{ $which }
overdue-steps = { $n ->
    [one] 1 escalation has
   *[other] { $n } escalations have
} not happened, due since { $since }{ $which }
overdue-stuck = { $n ->
    [one] 1 incident is
   *[other] { $n } incidents are
} open and nobody will be paged, since { $since }{ $which }
overdue-reminders = { $n ->
    [one] 1 reminder is
   *[other] { $n } reminders are
} not sent, due since { $since }{ $which }
overdue-timers = { $n ->
    [one] 1 timer has
   *[other] { $n } timers have
} not fired, due since { $since }{ $which }
overdue-answers = { $n ->
    [one] 1 answer is
   *[other] { $n } answers are
} not sent, due since { $since }{ $which }
overdue-cards = { $n ->
    [one] 1 card does
   *[other] { $n } cards do
} not show the latest, since { $since }{ $which }
overdue-which = { " " }({ $numbers })
overdue-do-sending = → Administrator: check the bot's way to Telegram. What waits is sent as soon as it can be.
overdue-do-timers = → It is taken up again now. If this goes on, restart the bot.
overdue-do-stuck = → Call by hand now: /escalate { $n }. Then restart the bot.
overdue-past = { $what } (late since { $since })
overdue-over = ✅ { $now } in time again: { $what }
late-pages = pages
late-steps = escalations
late-stuck = open incidents
late-reminders = reminders
late-timers = timers
late-answers = answers
late-cards = cards

## Shifts
label-on-duty = On duty
duty-span = { $from }–{ $to }
duty-coming = 🕗 You are on duty { $span } · { $roster }
duty-from-next = You take over from { $who }. Next: { $next }
duty-from = You take over from { $who }.
duty-next = Next: { $next }
duty-nobody-around = Nobody is before you and nobody after you.
duty-with = On this shift with you: { $who }
duty-press-by = Press On duty by { $time }, or this is told to: { $told }.
duty-administrators = the administrators
duty-groups = the group
duty-asked = 🟢 { $from } Your shift starts · { $roster }
duty-asked-again = 🟡 Your shift started at { $from }: are you there? · { $roster }
duty-open = { $n ->
    [one] 1 incident is open: /incidents
   *[other] { $n } incidents are open: /incidents
}
duty-stays = Until then { $who } stays responsible.
duty-missed = ⚠️ You are not on duty (due { $from }) · { $roster }
duty-missed-told = Told to: { $told }. As soon as you are there, press On duty.
duty-missed-nobody = As soon as you are there, press On duty.
duty-not-taken = ⚠️ { $name } not on duty at { $time } (due { $from }) · { $roster }
duty-unreachable = Can't be reached here: { $why }
duty-phone = Call: { $phone }
oncall-head = On duty at { $time }
oncall-none = No roster is configured.
oncall-now = 🟢 { $roster }: { $who } until { $time }
oncall-rests = ⚪ { $roster }: nobody now
oncall-phone = { $name }: { $phone }
oncall-next = Next { $time }: { $who }
duty-mine = Your shifts
duty-mine-none = You have no shift within a month.
duty-mine-taken = ✅ { $span } · { $roster }
duty-mine-runs = 🟡 { $span } · { $roster } · not on duty yet
duty-mine-comes = 🕗 { $span } · { $roster }

# Calendar feeds
feed-head = 📆 Shifts in your own calendar. A button makes a link:
feed-mine = My shifts
feed-since = ✓ { $name }: link since { $time }. A new one makes it void.
feed-off = There is no calendar yet: phones can't reach this program. To switch it on, the administrator writes [http] with listen and url (the public https address) into the configuration.
feed-sure = 📆 { $name }: a new link makes the one of { $time } void, and calendars that read it stop.
feed-link = 📆 { $name }. Subscribe to this link in your calendar:
feed-how = It is shown this once. Whoever has it sees the names on duty: don't pass it on.
feed-replaced = The link before it is void.
feed-shift = Duty: { $roster }
feed-with = With { $names }
feed-of = Duty of { $name }

# A month of duty
roster-caption = 🗓 { $title }
roster-title = Duty roster, { $month }
roster-title-of = { $roster }, { $month }
roster-part = part { $n } of { $all }
roster-date = Date
roster-from = from { $time }
roster-next-day = next day { $time }
roster-until = until { $time }
roster-today = today
roster-on-now = on now
roster-swapped = { $sign } in the place of somebody else
roster-forgotten = { $sign } swaps of more than 100 days ago: in the duty log only
roster-stand-in = { $sign } the roster of a special period stands in
roster-special = { $sign } { $name }: { $from } to { $to }
roster-lacking = 〔?〕 a character that the picture can't show: see the text
roster-as-of = As of { $date }, { $time } ({ $zone })
roster-text-day = { $day } { $weekday }
roster-text-line = { $head }: { $what }
roster-text-then = ;{" "}
month-title = { $month } { $year }
month-name = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
}
day-of-month = { $day } { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[other] Dec
}
weekday = { $n ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[other] Sun
}
duty-taken = ✅ { $time } On duty · { $roster }
duty-taken-span = Your shift: { $span }
duty-taken-by = ✅ { $time } { $name } is on duty · { $roster }
duty-late = Late: due { $from }
duty-relieved = You are free.
line-duty-taken = You are on duty.
line-duty-taken-late = You are on duty. It is noted that you came late.
line-duty-taken-already = You have been on duty since { $time }. Nothing to do.
line-duty-over = This shift is over: { $from } to { $to }.
line-duty-gone = This shift is no longer in the roster. Nothing to do.
line-duty-of-others = This shift is for { $who }: only they press here.

## Presence checks

label-in-post = In post
presence-asked = 🔔 { $time } Presence check · { $place }
presence-press-by = Press In post by { $time }, or this is told to: { $told }.
presence-missed = ⚠️ You have not answered the presence check of { $time } · { $place }
presence-unreached = ⚠️ The presence check of { $time } did not reach you in time · { $place }
presence-missed-told = Told to: { $told }. If you are in post, press In post.
presence-missed-nobody = If you are in post, press In post.
presence-not-in-post = ⚠️ { $name }: no answer at { $time } to the presence check of { $at } · { $place }
presence-not-reached = ⚠️ { $name }: the presence check of { $at } was not delivered in time · { $place }
presence-in-post = ✅ { $time } In post · { $place }
presence-in-post-by = ✅ { $time } { $name } is in post · { $place }
presence-late = Late: due by { $time }
line-in-post = You are in post.
line-in-post-late = You are in post. It is noted that you answered late.
line-presence-already = You answered at { $time }. Nothing to do.
line-presence-over = The presence check of { $time } is over. Nothing to do.
line-presence-of-others = This check is for { $who }: only they press here.

## Figures of a month

label-stats-earlier = ◀ { $month }
label-stats-later = { $month } ▶
stats-caption = 📊 { $title }
stats-title = Figures of { $year }-{ $month }
label-stats-text = As text
label-stats-picture = As a picture
stats-incidents = Incidents: { $n }
stats-level = { $level } { $name }
stats-no-category = Without category
stats-other-categories = Other categories
stats-waits = Until acknowledged: half within { $half }, 90% within { $most } ({ $n } acknowledged)
stats-longest = Longest wait: { $span } (#{ $number })
stats-unanswered = Never acknowledged: { $n } ({ $numbers })
stats-withdrawn = Withdrawn by the reporter: { $n }
stats-merged = Joined to another, not counted: { $n }
stats-screening = Dispute screening
stats-screened = Done
stats-screened-in-time = On time
stats-rate = { $part }/{ $whole } · { $percent }% ✓ (target { $wanted }%)
stats-rate-short = { $part }/{ $whole } · { $percent }% ⚠ below { $wanted }%
stats-rate-open = { $part }/{ $whole } · { $percent }% (target { $wanted }%)
stats-part = { $part }/{ $whole } · { $percent }%
stats-late = Late: { $n } ({ $names })
stats-missing = Not answered: { $n } ({ $names })
stats-and-more = and { $n } more
stats-not-asked = not asked, the bot was down
stats-open = Still to be answered: { $n }
stats-prompts = Check-ins: on time/late/missing
stats-prompts-more = …and { $n } more: /export prompts
stats-prompts-unread = Screening and check-ins: no figures, the prompt log can't be read whole. Tell an administrator.
stats-mediation = Mediation
stats-mediated = Agreed, of all that ended
stats-mediation-unread = Mediation: no figures, the ledger can't be read whole. Tell an administrator.
stats-dispute-registered = Registered
stats-dispute-transferred = Transferred and accepted
stats-dispute-failed = Failed: { $n } ({ $numbers })
stats-dispute-taken = Mediated, then taken by a body: { $n } ({ $numbers })
stats-dispute-stuck = Failed, next step open: { $n } ({ $numbers })
stats-dispute-broken = Agreed, broke out again: { $n } ({ $numbers })
stats-dispute-overdue = Of these past their limit: { $n } ({ $numbers })
stats-dispute-pending = In mediation: { $n } ({ $numbers })
stats-dispute-offered = Offered to a body, not accepted yet: { $n } ({ $numbers })
stats-attendance = Attendance: on time/late/missed
stats-attendance-none = Attendance: no shift and no presence check in the duty log.
stats-attendance-unread = Attendance: no figures, the duty log can't be read whole. Tell an administrator.
stats-person = { $name } · { $counts }
stats-shifts = shifts { $tally }
stats-patrols = patrols { $tally }
stats-presence = checks { $tally }
stats-more = …and { $n } more: /export duty

## Workbooks

sheet-duty = Duty log
sheet-attendance = Attendance
sheet-incidents = Incidents
sheet-timeline = Records
column-seq = No.
column-at = Time
column-kind = Event
column-roster = Roster
column-shift = Shift of
column-check = Presence check
column-check_due = Check due
column-by = By
column-people = People
column-text = Text
column-hash = Hash
column-month = Month
column-person = Person
column-shifts_on_time = Shifts on time
column-shifts_late = Shifts late
column-shifts_missed = Shifts missed
column-patrols_on_time = Patrols on time
column-patrols_late = Patrols late
column-patrols_missed = Patrols missed
column-checks_on_time = Checks on time
column-checks_late = Checks late
column-checks_missed = Checks missed
column-number = No.
column-state = State
column-severity = Level
column-category = Category
column-drill = Drill
column-reporter = Reported by
column-reporter_telegram = Reporter’s Telegram id
column-chat_telegram = Chat’s Telegram id
column-reported_at = Reported at
column-acknowledged_by = Acknowledged by
column-acknowledged_at = Acknowledged at
column-closed_by = Stood down by
column-closed_at = Stood down at
value-open = Open
value-acknowledged = Acknowledged
value-closed = Stood down
log-counted = On duty at the start
log-reminded = Reminded
log-asked = Asked
log-asked_again = Asked again
log-taken_over = On duty
log-taken_over_late = On duty, late
log-not_taken_over = Not on duty in time
log-told = Told to others
log-noted = Reminder noted
log-handover_note = Handover note
log-handed_over = Handed over
log-signed = Signed
log-unsigned = Not signed in time
log-swap_asked = Swap asked for
log-swap_refused = Swap refused
log-swap_withdrawn = Swap withdrawn
log-swap_too_late = Swap not answered in time
log-swap_void = Swap void
log-swap_unreached = Swap: could not be asked
log-swapped = Swapped
log-covered = Covered by another
log-stepped_in = Stepped in
log-swap_undone = Stand-in falls away
log-not_delivered = Not delivered
log-not_sent = Not asked: the bot was down
log-presence_asked = Presence check
log-presence_spared = Check: not asked at the handover
log-in_post = In post
log-in_post_late = In post, late
log-presence_missed = Check: no answer
log-presence_unreached = Check: not delivered in time
log-presence_freed = Check: handed or taken over meanwhile
log-presence_told = Check: told to others
log-presence_not_delivered = Check: not delivered
log-presence_not_sent = Check: not asked, the bot was down
log-presence_skipped = Check: left out, one was open
log-presence_withdrawn = Check: ended, setting or clock changed

## The dialogue of dutybell init
setup-exists = { $file } exists already. Overwrite it? Type yes:
setup-exists-stop = { $file } exists already and is left as it is. Name another with --out, or move it away.
setup-token-used = The token in { $file } is used.
setup-token-ask = 1. In Telegram write to @BotFather: /newbot. Leave its privacy mode on. Paste the token here (it is not shown):
setup-token-shape = That is no token. It looks like 123456789:ABC… : copy the whole line from BotFather.
setup-token-wrong = Telegram does not know this token: { $why }. Copy it from BotFather anew.
setup-token-missing = No token was given.
setup-token-kept = ✓ This is @{ $bot }. The token is in { $file }, for its owner alone.
setup-unreachable = Telegram can't be reached: { $why }. Proxy (e.g. socks5://127.0.0.1:1080), or Enter to try again:
setup-unreachable-through = Telegram can't be reached through this proxy: { $why }. Another proxy, - for none, or Enter to try again:
setup-unreachable-stop = Telegram can't be reached: { $why }. Where only a proxy leads there, add --proxy socks5://127.0.0.1:1080
setup-proxy-shape = That is no proxy's address. It looks like socks5://127.0.0.1:1080 or http://127.0.0.1:7890
setup-meet = 2. Add @{ $bot } to the duty group. 3. Each person opens https://t.me/{ $bot } and presses Start. Who only writes in the group does not count.
setup-wait = Whoever comes is listed here. When all are there, press Enter.
setup-wait-pipe = Whoever presses Start first is the administrator. The file is written as soon as a group and a person are there.
setup-group = ✓ group { $name } ({ $id })
setup-group-left = ✗ no longer in the group { $name } ({ $id })
setup-person = ✓ { $name } ({ $id })
setup-admin = ✓ { $name } ({ $id }), administrator
setup-leave-groups-out = Is a group to be left out? Type the numbers (like 2), or press Enter for none:
setup-leave-out = Is anybody to be left out? Type the numbers (like 2 3), or press Enter for nobody:
setup-choose-admin = Who is the administrator? Type the number, or press Enter for 1:
setup-no-number = Type numbers from 1 to { $most }.
setup-lacks-group = No group yet: add @{ $bot } to the duty group, then press Enter.
setup-lacks-person = Nobody yet: open https://t.me/{ $bot }, press Start, then press Enter here.
setup-second = Another program uses this bot's token. Stop it: it takes what this set-up waits for.
setup-webhook = A webhook is set for this bot, so another program uses it. Stop that and remove its webhook first.
setup-full = ⚠ 100 messages wait for this bot, and Telegram shows no more: who comes now is not seen here. Turn its privacy mode on (@BotFather: /setprivacy). To drop those 100 unread, reports among them too, type forget:
setup-full-stop = 100 messages wait for this bot, and who comes now is not seen behind them. Turn its privacy mode on (@BotFather: /setprivacy) and run this on a terminal, which can drop them; else Telegram drops them after 24 hours.
setup-forgotten = ✓ Dropped. Who is listed stays listed.
setup-trouble = Telegram can't be asked: { $why }. Trying on.
setup-written = ✓ { $file } is written. Look through it, then:
setup-later = The example “{ $base }” comes in a later version. Now there is: --from town

# Swaps
label-noted = Noted
label-swap-cannot = Can't come, swap
label-swap-at = Swap { $date }
label-swap-no = I can't
label-swap-another = Ask another
label-take-over = Replace { $name }
label-people-shifts = Shifts
swap-slot = { $span } · { $roster }
swap-which = Which shift?
swap-shifts-of = 🔁 Shifts of { $name }. Press one to find a stand-in.
swap-shifts-none = { $name } has no shift within a month.
swap-whom-own = 🔁 Who takes your shift?
swap-whom = 🔁 Who takes the shift of { $name }?
swap-whom-own-hint = Anybody else: /swap { $date } NAME
swap-whom-hint = Anybody else: /swap { $date } { $name } NAME
swap-sure = ❓ { $to } instead of { $name }?
swap-sure-told = Both are told, and so are the groups.
swap-clash = ⚠️ { $name } has another shift then: { $rosters }
swap-take-sure = ❓ Take over from { $name } now?
swap-take-sure-pages = After that, pages go to you.
swap-asked = 🔁 { $name } asks you for a shift · { $from }
swap-asked-until = Until you confirm, { $name } stays responsible.
swap-in-return = In return { $name } takes { $to }'s { $what }
swap-waits = ⏳ Asked { $to }, no answer yet
swap-waits-yours = Until that is confirmed, the shift is yours.
swap-agreed = ✅ Swapped: { $to } for { $name }
swap-over-refused = ✗ { $to } can't take it
swap-over-withdrawn = ✗ Swap withdrawn
swap-over-late = ✗ { $to } never confirmed, and the shift is over
swap-over-void = ✗ The shift has changed meanwhile
swap-over-unreached = ✗ { $to } can't be reached
swap-over-yours = The shift is still yours.
swap-moved = 🔁 { $from } { $on } for { $off }
swap-moved-on = 🔁 From { $from } you are on duty for { $off }
swap-moved-off = 🔁 { $on } takes your shift of { $from }
swap-moved-line = { $what }: { $on } (was { $off })
swap-moved-agreed = Both agreed.
swap-moved-by = Arranged by { $by }.
swap-moved-taken = Taken over now.
swap-stepped-in = ✅ You have taken over
swap-dropped = Nothing was changed.
line-duty-noted = Noted: you are on duty { $time }.
line-swap-day = “{ $given }” is no date. Write /swap 12-03 NAME, or /swap tomorrow NAME.
line-swap-no-shift = You have no shift that day. Yours: { $next }
line-swap-no-shift-of = { $name } has no shift that day. Next: { $next }
line-swap-in-private = It is in your private chat.
line-swap-asked = { $name } is asked.
line-swap-waits = { $name } has been asked, and has not answered yet.
line-swap-unbound = { $name } has not started the bot and can't be asked. Phone, or let an administrator arrange it.
line-swap-gone-away = { $name } has left.
line-swap-is-on = { $name } is on that shift already.
line-swap-of-others = This is { $name }'s shift: only that person and administrators swap it.
line-swap-not-yours = Taking over is for people of { $roster } and administrators.
line-swap-done = Swapped. It has been told.
line-swap-refused = Answered: you can't.
line-swap-withdrawn = Withdrawn.
line-swap-void = The shift has changed meanwhile. Nothing was changed.
line-swap-gone = This button is old, nothing was changed. Your shifts: /duty

# Handover
label-quiet = All quiet
label-hand-over-open = Hand over the open items
label-show-open = Show open items
label-sign = ✓ { $n }
duty-left = Left for you:
handover-ask = 🔁 { $time } handover to { $next } · { $roster }
handover-ask-nobody = 🔁 { $time } end of your shift · { $roster }
handover-shift = Shift: { $what }
handover-incidents = { $n ->
    [one] 1 incident
   *[other] { $n } incidents
 } ({ $open } open)
handover-on-duty = on duty { $time }
handover-how = One line for the log, please: reply to this, or press:
handover-noted = ✅ Left for the next · { $roster }
handover-note = { $who } { $time }: { $what }
handover-quiet = all quiet
handover-open = open: { $numbers }
handover-sheet = 📋 Please sign item by item ({ $n }) · { $roster }
handover-sheet-signed = ✅ Handover signed · { $roster }
handover-from = From { $from }
handover-unsigned = ⚠️ { $time } handover: { $n } not signed · { $roster }
handover-between = { $from } → { $to }
ev-moved-with-shift = { $who } took over the shift ({ $roster }), and this with it
line-handover-not-on-duty = You have no shift to hand over: press On duty first.
line-handover-words-only = A handover note is words.
line-handover-signed = Signed.
line-handover-signed-all = All signed.
line-handover-signed-by = { $who } signed it at { $time }.
line-handover-noted = Left for the next · { $roster }
handover-rest = and { $numbers }: /incidents
line-handover-words-kept = The words are left for the next; photos and files are not kept in a handover, add them to an incident.
line-handover-too-long = Too long: a handover note has at most { $most } characters. Write several.
line-handover-yours = #{ $n } is yours with the shift: /incident { $n }
swap-moved-undone = Roster or people have changed: the swap no longer holds.
swap-not-wanted = ✗ No longer wanted, nothing to answer
swap-over-refused-you = ✗ You can't take it
swap-over-late-you = ✗ Not answered, and the shift is over
swap-sure-untold = ⚠️ The bot can't reach { $name }: phone.
line-swap-several = There are several shifts that day: swap them one by one with the buttons under /duty, without a date in return.


# The dispute ledger
cmd-dispute = register a dispute; see one
cmd-disputes = the dispute ledger
cmd-mediated = what came of a mediation
cmd-transfer = transfer a dispute to another body
cmd-revisit = note a revisit
arg-dispute = [N]
arg-mediated = N RESULT
arg-transfer = N BODY
arg-revisit = N NOTE
label-disputes = Disputes
label-dispute-new = Register dispute
label-dispute-show = Show
label-dispute-readings = Who read what
label-dispute-back = Back
label-dispute-me = I mediate
label-dispute-begin = Begin mediation
label-dispute-agreed = Agreed
label-dispute-failed = Not agreed
label-dispute-transfer = Transfer
label-dispute-accepted = Accepted
label-dispute-refused = Refused
label-dispute-letter = Letter
label-dispute-revisit = Revisit
label-dispute-kept = They keep it
label-dispute-close = Close
label-dispute-reopen = Broke out again
label-dispute-correct = Correction
label-dispute-violent = May turn violent
label-dispute-reassign = Other mediator
label-dispute-whole = All of it
label-dispute-open = All open
label-dispute-mine = Mine
label-dispute-late = Late
label-dispute-all = All ever
label-dispute-stages = By state
label-dispute-kinds = By kind
dispute-number = D{ $n }
dispute-kind-marriage = Marriage
dispute-kind-family = Family
dispute-kind-neighbours = Neighbours
dispute-kind-compensation = Compensation
dispute-kind-support = Support
dispute-kind-land = Housing land
dispute-kind-labour = Labour, wages
dispute-kind-other = Other
dispute-stage-registered = registered
dispute-stage-mediating = in mediation
dispute-stage-agreed = agreed
dispute-stage-failed = not agreed
dispute-stage-offered = offered for transfer
dispute-stage-transferred = transferred
dispute-stage-revisited = revisited
dispute-stage-closed = closed
dispute-place-other = elsewhere
dispute-head = 📒 { $what } · { $stage }
dispute-mediator = Mediator: { $name }
dispute-place = Place: { $text }
dispute-parties = Parties: { $text }
dispute-account = Account: { $text }
dispute-body = Body: { $body }
dispute-incident = Incident #{ $n }: /incident { $n }
dispute-mediate-by = Mediate by { $time }
dispute-mediate-late = Mediation is late (due { $time })
dispute-revisit-by = Revisit by { $time }
dispute-revisit-late = Revisit is late (due { $time })
dispute-next-by = Mediate again, transfer or close by { $time }
dispute-next-late = Nothing has followed the failure (due { $time })
dispute-answer-by = The body is to answer by { $time }
dispute-answer-late = The body has not answered (due { $time })
dispute-closing-by = Close by { $time }
dispute-closing-late = Closing is late (due { $time })
dispute-waits = Waits for { $body } since { $time }
dispute-outcome-agreed = Outcome: agreed
dispute-outcome-failed = Outcome: not agreed
dispute-outcome-transferred = Outcome: transferred
dispute-names-removed = Names and texts were removed after their time
dispute-part = 📒 { $d }, part { $part }
dispute-reopened = Broke out again: { $n }
dispute-earlier = … { $n } earlier: All of it
dispute-step = { $time } { $who }: { $what }
dispute-step-registered = registered it
dispute-step-mediation = mediation began
dispute-step-agreed = agreed
dispute-step-failed = not agreed
dispute-step-offered = calmed, offered to { $body }
dispute-step-accepted = the body accepted it
dispute-step-refused = the body refused it
dispute-step-kept = revisited, they keep it
dispute-step-broke = revisited, it broke out again
dispute-step-closed = closed it
dispute-step-reopened = broke out again, open once more
dispute-step-reassigned = { $name } mediates from now on
dispute-step-raised = raised incident #{ $n }
dispute-step-names = removed names and texts
dispute-step-corrected = correction
dispute-new = 📒 New dispute
dispute-ask-kind = What is it about?
dispute-ask-place = Where? Choose, or type it.
dispute-ask-place-typed = Where? Please type it.
dispute-ask-parties = Who are the parties? Please type; only those who keep the ledger see it.
dispute-ask-account = What happened? Please type.
dispute-ask-mediator = Who mediates?
dispute-ask-confirm = Is it right? Confirm registers it.
dispute-ask-outcome = { $d }: did they agree?
dispute-ask-kept = { $d }: do they keep what they agreed? If they don't, it has broken out again.
dispute-sure-of-words = Is that the answer? Nothing is noted yet.
dispute-ask-body = { $d }: to which body?
dispute-ask-reassign = { $d }: who is to mediate?
dispute-sure-close = Close { $d }?
dispute-sure-violent = { $d } may turn violent: raise an incident and page? No names are in it.
dispute-tell-agreed = { $d }: what did they agree? One line.
dispute-tell-failed = { $d }: why did they not agree? One line.
dispute-tell-calming = { $d } → { $body }. How were the parties calmed before it goes? One line, needed.
dispute-tell-accepted = { $d }: who accepted it there? Name and office.
dispute-tell-refused = { $d }: why did they refuse it? One line.
dispute-tell-revisit = { $d }: what did the revisit find? One line.
dispute-tell-closing = { $d } was not agreed. Why is it closed (they went to court)? One line.
dispute-tell-reopening = { $d }: what broke out again? One line.
dispute-tell-correction = { $d }: what is to be added or read otherwise? The old words stay.
dispute-registered = ✅ { $what }: registered
dispute-is-registered = { $d } is registered.
dispute-yours = 📒 { $what }: you mediate
dispute-noted = Noted in { $d }.
dispute-form-over = Dropped, nothing was registered.
dispute-left = Dropped, nothing was added to { $d }.
dispute-by-another = 📒 { $what }
dispute-form-gone = That question is over. A new dispute: /dispute; all of them: /disputes
dispute-not-understood = I did not understand that, and kept nothing of it. A dispute: /dispute; all of them: /disputes; an incident: /report and what happened.
dispute-not-quoted = What those who keep the ledger wrote in private may hold names: no report takes it over. Write /report and what happened.
dispute-not-noted = Not noted in { $d }: it has changed. Your words still stand above; to keep them use Correction.
dispute-tell-reminder = 📒 Nothing is noted in { $d } yet: answer the question above, or Cancel.
dispute-tell-expired = 📒 No answer for too long: nothing was noted in { $d }, what you typed is deleted.
dispute-form-reminder = 📒 Nothing is registered yet: answer the question above, or Cancel.
dispute-form-expired = 📒 No answer for too long: nothing was registered, what you typed is deleted. /dispute begins anew.
dispute-soon-mediation = ⏳ { $what }: mediate by { $time }
dispute-soon-revisit = ⏳ { $what }: revisit by { $time }
dispute-soon-next = ⏳ { $what }: mediate again, transfer or close by { $time }
dispute-soon-answer = ⏳ { $what }: get the body's answer by { $time }
dispute-soon-closing = ⏳ { $what }: close by { $time }
dispute-now-mediation = 🟥 { $what }: time is up for the mediation ({ $time })
dispute-now-revisit = 🟥 { $what }: time is up for the revisit ({ $time })
dispute-now-next = 🟥 { $what }: not agreed, and time is up for what follows ({ $time })
dispute-now-answer = 🟥 { $what }: time is up for the body's answer ({ $time })
dispute-now-closing = 🟥 { $what }: time is up for closing it ({ $time })
dispute-late-mediation = 🟥 { $what }: mediation late by { $span } (due { $time })
dispute-late-revisit = 🟥 { $what }: revisit late by { $span } (due { $time })
dispute-late-next = 🟥 { $what }: not agreed, and nothing followed: late by { $span } (due { $time })
dispute-late-answer = 🟥 { $what }: the body's answer is late by { $span } (due { $time })
dispute-late-closing = 🟥 { $what }: closing late by { $span } (due { $time })
dispute-late-all = 🟥 { $n } disputes are late
dispute-late-more = and { $n } more: /disputes
dispute-in-private = The ledger is kept in private only: https://t.me/{ $bot }
dispute-exposed = If you typed names here, delete that message; the bot kept nothing of it.
dispute-not-yours = The ledger is kept by { $who } alone.
dispute-no-screening = Nobody keeps the ledger yet: name people in ask and escalate of a [[prompts]] row with kind = "screening".
dispute-which = Write the number, as in /{ $command } 3. /disputes lists them.
dispute-none-yet = No dispute is registered yet. /dispute registers one.
dispute-none = There is no { $d }, the last one is { $last }.
dispute-stands = { $d } is “{ $stage }” now, so that can't be done. What can be: /dispute { $n }
dispute-words = Please answer in words: the ledger keeps no photos, voice or files.
dispute-no-files = The ledger keeps words only: the photo, voice or file is not kept.
dispute-choose = Please press one of the buttons above.
dispute-too-long = Too long: at most { $most } characters.
dispute-no-body = No such body is configured ([ledger] bodies).
dispute-no-bodies = No body is configured yet: [ledger] bodies.
dispute-raised = Incident #{ $n } is raised, paging.
dispute-raised-already = Incident #{ $n } was raised and is still open.
dispute-reassign-only = Who mediates is for { $who } to say.
dispute-no-keeper = { $name } does not keep the ledger any more: choose another.
dispute-of-incident = 📒 From { $d }; names: ask the mediator { $name }
dispute-may-turn-violent = Dispute { $d } ({ $kind } · { $place }) may turn violent.
dispute-filter-open = Open disputes
dispute-filter-mine = Disputes I mediate
dispute-filter-late = Late disputes
dispute-filter-all = All disputes
dispute-list = 📒 { $what } ({ $n })
dispute-list-none = None.
dispute-by-stage = 📒 By which state?
dispute-by-kind = 📒 Open ones of which kind?
dispute-readings = 📒 Who read what (newest first)
dispute-readings-none = Nobody has read anything yet.
dispute-read-card = card
dispute-read-whole = all of it
dispute-read-list = list (no names)
dispute-read-letter = letter
dispute-read-export = export
dispute-read-copy = export on the machine
dispute-read-report = written report
dispute-letter-head = Letter of transfer · { $d }
dispute-letter-to = To: { $body }
dispute-letter-about = A dispute registered { $time } ({ $kind }, { $place }) is handed to you.
dispute-letter-failed = Mediation ended { $time } without an agreement.
dispute-letter-failed-again = Mediated again, it ended { $time } without an agreement.
dispute-letter-again-agreed = The parties agreed { $time }; it broke out again { $again }.
dispute-letter-again-failed = Mediation ended { $time } without an agreement, and it was closed; it broke out again { $again }.
dispute-letter-again-taken = It was taken over { $time } by { $body }; it broke out again { $again }.
dispute-letter-not-again = It has not been mediated again.
dispute-letter-beyond = It is beyond what the mediation committee can settle.
dispute-letter-calmed = The parties were calmed before ({ $time }).
dispute-letter-enclosed = Names and account are enclosed on paper, and not sent by network. Please answer whether you accept it, and who does.
dispute-letter-signed = Mediator: { $name } { $phone }
dispute-letter-parts = 🔒 To be enclosed on paper for { $d } (can't be forwarded):
dispute-letter-result = Mediation ({ $time }): { $text }
dispute-letter-revisit = Revisit ({ $time }): { $text }
dispute-letter-reopened = Broke out again ({ $time }): { $text }
dispute-letter-closed = Closed ({ $time }): { $text }
dispute-letter-calming = Calming ({ $time }): { $text }
dispute-letter-correction = Correction ({ $time }): { $text }
ev-from-dispute = { $who }: raised for dispute D{ $d }
ev-mediator-changed = { $who }: D{ $d } is now mediated by { $name }; ask there for names
# Workbooks (render/export)
label-exports = Export
label-export-incidents = Incidents
label-export-duty = Duty log, attendance
label-export-prompts = Prompts and answers
export-which = 📁 Which workbook?
export-unknown = There is no workbook “{ $asked }”. There are:
export-incidents = 📁 Incidents with their records, asked for at { $time }
export-duty = 📁 Duty log and attendance, asked for at { $time }
export-prompts = 📁 Prompts and who answered what, asked for at { $time }
export-failed = 📁 The workbook could not be made or sent. With the bot stopped: dutybell export { $kind } --format xlsx --out FILE

# Prompts
label-prompt-done = Done
label-prompt-later = Remind tomorrow
label-nothing-found = Nothing found
label-register-dispute = Register dispute
label-all-registered = That is all
label-submit = Submit
label-ask-again = Ask again
label-ask-again-nth = Ask again { $n }
label-prompts = To answer
cmd-prompts = screenings, checks and check-ins you have to answer
prompt-kind-acknowledge = Check-in
prompt-kind-checklist = Checklist
prompt-kind-screening = Dispute screening
prompt-screening-short = Screening
prompt-date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
}
prompt-titled = { $name } · { $date }
prompt-half-first = { $name }, 1–15 { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
}
prompt-half-second = { $name }, 16–{ $month ->
    [1] 31 January
    [2] end of February
    [3] 31 March
    [4] 30 April
    [5] 31 May
    [6] 30 June
    [7] 31 July
    [8] 31 August
    [9] 30 September
    [10] 31 October
    [11] 30 November
   *[other] 31 December
}
prompt-span = { $name }, { $from } to { $to }
prompt-of-unit = { $title } · { $unit }
prompt-asked = 📋 { $title }
prompt-reminded = ⏰ Not answered yet: { $title }
prompt-overdue = ⚠️ Late: { $title }
prompt-again = ❗ Please answer: { $title }
prompt-until-acknowledge = Press Done when it is, by { $time }.
prompt-until-checklist = Tap each: ✓ good, once more ✗ a problem. Submit by { $time }.
prompt-until-screening = Answer by { $time }.
prompt-missed-until = Due by { $time }. You can still answer; it is noted as late.
prompt-undelivered-until = Was due by { $time }, but did not reach you then. Please answer now.
prompt-answered-of = { $n } of { $all } have answered.
prompt-sentences = { $first } { $second }
prompt-registered = Registered: { $n }. No others? Press That is all.
prompt-remark = { $line }: «{ $text }»
prompt-files = { $line } 📷{ $n }
prompt-answered = ✅ { $title }
prompt-answered-by = { $who } { $time }: { $what }
prompt-late = Late: due by { $time }
prompt-answer-done = done
prompt-answer-nothing = nothing found
prompt-answer-disputes = { $n ->
    [one] 1 dispute registered
   *[other] { $n } disputes registered
}
prompt-answer-good = { $n ->
    [one] the item is good
   *[other] all { $n } items are good
}
prompt-answer-problems = { $n ->
    [one] 1 item has a problem
   *[other] { $n } items have problems
}
prompt-late-answer = 📋 { $who } has answered: { $what }
prompt-missing = 📋 Not answered: { $who }
prompt-missing-days = 📋 Not answered, { $n ->
    [one] 1 day
   *[other] { $n } days
} late: { $who }
prompt-missing-of = { $title } · due by { $time } · { $n } of { $all } have answered
prompt-unreached = Not reached: { $who }
prompt-half-done = Registered, but “That is all” not pressed: { $who }
prompt-half-done-of = { $who } ({ $n })
prompt-call = { $name }: { $call }
prompt-not-asked = ⚠️ { $name }: { $n ->
    [one] 1 question was not asked
   *[other] { $n } questions were not asked
  }
prompt-not-asked-one = The bot was down, due { $time }. It counts as not answered.
prompt-not-asked-span = The bot was down, due { $from } to { $to }. They count as not answered.
prompt-complete = 📋 { $title }: complete { $n }/{ $n }
prompt-complete-of-day = 📋 { $title }: complete { $n }/{ $n }
prompt-complete-new = { $n } new
prompt-complete-mediating = { $n } in mediation
prompt-complete-problems = { $n ->
    [one] 1 problem
   *[other] { $n } problems
}
prompt-complete-in-time = { $n } % on time
prompt-problems = ⚠️ { $who }: { $n ->
    [one] 1 problem found
   *[other] { $n } problems found
}
prompt-problems-part = ⚠️ { $title }, part { $part }
prompt-remarks-short = Remarks are shortened here; they are passed on whole.
prompt-remark-ask = ✗ { $item }: what is wrong? A line or a photo, please.
prompt-remark-hint = What is wrong
prompt-remark-over = No remark is waited for any more.
prompt-mine-none = Nothing waits for your answer.
prompt-mine = 📋 { $n ->
    [one] 1 question waits
   *[other] { $n } questions wait
} for your answer, each a message of its own.
prompt-mine-rounds = Not answered:
prompt-mine-round = { $nth }. { $of }: { $who }
prompt-mine-of = { $title } · by { $time } · { $n } of { $all } have answered
line-prompt-noted = Noted: { $what }.
line-prompt-noted-late = Noted: { $what }, and that it is late.
line-prompt-answered-by = { $who } answered at { $time }. Nothing to do.
line-prompt-over = The one of { $time } is over and can't be answered any more. What is open: /prompts
line-prompt-of-others = This is for { $who }: only they answer here.
line-prompt-later = You are reminded { $time }.
line-prompt-no-later = Tomorrow is too late: answer by { $time }.
line-prompt-marked = ✓ Good. A problem? Tap once more.
line-prompt-remark-wanted = ✗ A problem. A line or a photo, please.
line-prompt-remark-stands = ✗ A problem; what you said of it stands.
line-prompt-remark-next = ✗ A problem. You are asked for it after the last one.
line-prompt-remark-after-form = ✗ A problem. You are writing something else: finish it or /cancel, then tap this item twice to say what is wrong.
line-prompt-waits = I did not understand that, and kept nothing of it. A question waits for one of its buttons: /prompts shows it. An incident: /report and what happened.
line-prompt-registers-now = A dispute is being registered for it: that is finished or cancelled first.
line-prompt-remark-of-good = { $item } is marked good, so nothing is noted. A problem? Tap it once more.
line-prompt-remark-noted = Noted: { $item }
line-prompt-remark-too-long = Too long: a remark has at most { $most } characters. Make it shorter.
line-prompt-remark-what = A line of words or a photo, please.
line-prompt-items-left = { $n ->
    [one] 1 item is
   *[other] { $n } items are
} still to be looked at.
line-prompt-something-found = You have registered { $n ->
    [one] 1 dispute
   *[other] { $n } disputes
}: press That is all.
line-prompt-nothing-registered = Nothing is registered yet. Is there nothing? Press Nothing found.
line-prompt-asked-again = Asked again ({ $n }).
line-prompt-asked-again-already = They were asked at { $time }. Give them a moment.
line-prompt-again-of = Only { $who }, those who are asked and administrators have it asked again.
line-prompt-nobody-missing = All have answered.
line-prompt-in-private = It is in your private chat.
sheet-prompts = Prompt log
sheet-answers = Answers
column-prompt = Prompt
column-due = Due
column-unit = Unit
column-asked_at = Asked
column-until = Limit
column-outcome = Outcome
column-answer = Answer
column-answered_by = Answered by
column-answered_at = Answered
column-problems = Problems
column-rounds = Rounds (those not asked are one row)
column-to = Last of these rounds due
column-remarks = Remarks
column-disputes = Disputes
outcome-open = Open
outcome-in_time = In time
outcome-late = Late
outcome-missing = Missing
outcome-not_asked = Not asked, the bot was down
outcome-withdrawn = Withdrawn, the row is gone
outcome-void = Void, the clock was ahead
promptlog-asked = Asked
promptlog-asked_late = Asked, late
promptlog-reminded = Reminded
promptlog-snoozed = To be reminded tomorrow
promptlog-done = Done
promptlog-done_late = Done, late
promptlog-checked = Checklist submitted
promptlog-checked_late = Checklist submitted, late
promptlog-remarked = Remark on a problem
promptlog-nothing_found = Nothing found
promptlog-nothing_found_late = Nothing found, late
promptlog-dispute_registered = Dispute registered
promptlog-all_registered = All registered
promptlog-all_registered_late = All registered, late
promptlog-not_answered = Not answered in time
promptlog-extended = More time, as it arrived late
promptlog-not_answered_undelivered = Not answered, as it did not arrive
promptlog-told = Told who is missing
promptlog-asked_again = Asked again
promptlog-completed = Complete
promptlog-not_delivered = Not delivered
promptlog-not_asked = Not asked, the bot was down
promptlog-ended = Ended
promptlog-withdrawn = Withdrawn, the row is gone
promptlog-withdrawn_untrue = Void, the clock was ahead
promptlog-not_posted = Message did not reach the group

# Workbook of disputes
sheet-disputes = Disputes
column-about = About
column-place = Place
column-mediator = Mediator
column-registered_at = Registered at
column-registered_by = Registered by
column-mediate_by = Mediate by
column-agreed_at = Last agreed at
column-revisit_by = Revisit by
column-reopened = Broke out again
column-body = Last offered to
column-offered_at = Last offered at
column-accepted = Last offer accepted
column-incidents = Incidents
column-over_at = Over since
ledgerlog-ledger_registered = Registered
ledgerlog-ledger_mediation_began = Mediation began
ledgerlog-ledger_agreed = Agreed
ledgerlog-ledger_failed = Not agreed
ledgerlog-ledger_transfer_offered = Offered to a body
ledgerlog-ledger_transfer_accepted = Accepted by the body
ledgerlog-ledger_transfer_refused = Refused by the body
ledgerlog-ledger_revisited = Revisited
ledgerlog-ledger_closed = Closed
ledgerlog-ledger_reopened = Broke out again
ledgerlog-ledger_reassigned = Another mediator
ledgerlog-ledger_reminded = Reminded
ledgerlog-ledger_late_told = Told as late
ledgerlog-ledger_raised_incident = Incident raised
ledgerlog-ledger_read = Read
ledgerlog-ledger_names_removed = Names removed
ledgerlog-ledger_corrected = Corrected
label-export-disputes = Disputes
export-disputes = 📁 Dispute ledger without names of parties, asked for at { $time }

## The written report of a screening
label-reported = Reported
label-report-show = Show report
label-report-show-nth = Show report { $nth }
screening-report-head = Report: { $title }
screening-report-to = To: { $to }
screening-report-span = Counted: { $from } to { $to }
screening-report-units = Screened: { $n } of { $all } ({ $intime } on time, { $late } late)
screening-report-missing = Missing: { $names }
screening-report-skipped = { $n } more not asked, the bot was down: missing
screening-report-new = { $registered } new, { $reopened } broken out again
screening-report-ended = { $agreed } settled, { $failed } failed, { $transferred } transferred (taken), { $revisited } revisited
screening-report-broken = { $broken } settled and broken out again: no success
screening-report-closed = { $closed } closed without agreement
screening-report-pending = { $pending } pending, { $overdue } of them past the limit
screening-report-unread = The ledger's log can't be read whole, so what happened is not counted. Please tell the administrator.
screening-report-kinds = By kind: new/settled/failed/transferred/pending
screening-report-kind = { $kind }: { $numbers }
screening-report-drafted = 📋 Written report drafted: { $title }
screening-report-redrafted = 📋 Written report updated: { $title }
screening-report-shown = 📋 Written report: { $title }
screening-report-reminded = ⏳ { $span } left: written report, { $title }
screening-report-time-up = 🟥 Time is up: written report, { $title }
screening-report-late = 🟥 { $span } late: written report, { $title }
screening-report-until = To { $to } by { $time }, then press Reported.
screening-report-was-until = Was due to { $to } by { $time }. Still press Reported once it is made.
screening-report-brief = { $n } of { $all } screened · { $new } new · { $pending } pending
screening-report-made = ✅ Written report is with { $to }: { $title }
screening-report-made-in-time = { $who } { $time }, on time
screening-report-made-late = { $who } { $time }, late
screening-report-nobody = ⚠️ Nobody can get the written report: { $title }
screening-report-nobody-until = It is due to { $to } by { $time }.
screening-report-nobody-mend = { $people }: press Start in the bot's chat, then send /prompts.
screening-report-given-up = 🟥 No longer asked for, and not made: written report, { $title }
screening-report-book = 📁 Written report as a spreadsheet: { $title }
screening-report-book-failed = The report's spreadsheet could not be made; its text stands above. Send /prompts later to see it again.
screening-report-line = { $title } · { $until }
screening-report-line-until = to { $to } by { $time }
prompt-mine-reports = Written reports to be made:
line-report-noted = Noted: reported.
line-report-noted-late = Noted: reported, late.
line-reported-by = { $who } reported it at { $time }. Nothing to do.
line-report-over = The written report of { $time } waits no more. The latest: /prompts
line-report-of = Only { $who } and administrators may report this.
promptlog-report_drafted = Written report drafted
promptlog-report_redrafted = Written report updated
promptlog-report_reminded = Reminded of the written report
promptlog-report_late = Written report is late
promptlog-reported = Written report made
promptlog-reported_late = Written report made, late
promptlog-report_given_up = Written report not made, no longer asked for
promptlog-report_withdrawn = Written report void, the clock was ahead
sheet-report = Written report
sheet-kinds = By kind
sheet-screened = Screened
column-item = Item
column-value = Value
column-total = Total
column-report_to = To
column-report_limit = Report due
column-screening_due = Screening of
column-closed_failed = Closed without agreement
column-ledger_unread = The ledger's log can't be read whole: what happened is not counted
column-counted_from = Counted from
column-counted_until = Counted to
column-units_asked = Units asked
column-units_screened = Units screened
column-units_in_time = On time
column-rounds_not_asked = Rounds not asked (bot down)
column-disputes_registered = Disputes registered
column-registered = New
column-agreed = Settled
column-broken = Settled, broken out again
column-failed = Failed
column-transferred = Transferred (taken)
column-revisited = Revisited
column-pending = Pending
column-overdue = Past the limit
stats-onward = Onward reports
stats-onward-in-time = On time
stats-onward-late = { $n } late (screening of { $days })
stats-onward-missing = { $n } not made (screening of { $days })
stats-onward-open = { $n } still to be made
line-another-report = NOT stored: you replied to another message. Write where and what without replying to a message, or /cancel.
line-another-update = NOT stored: you replied to another message. Write the news of #{ $n } without replying to a message, or /cancel.
line-another-remark = NOT stored: you replied to another message. Write what is wrong without replying to a message, or /cancel.

# Rows of prompts that are gone, and who was late
prompt-withdrawn = 🟥 No longer asked: { $title }
prompt-withdrawn-why = Withdrawn: the row { $row } is not in the configuration any more.
prompt-withdrawn-missing = Had not answered: { $names }
prompt-withdrawn-report = No written report to { $to } is drafted.
prompt-complete-late = Late: { $names }
stats-prompts-withdrawn = Withdrawn: { $n } ({ $names })
line-prompt-remark-full = Noted: { $item }. Only the first { $most } photos or files are passed on.

# ---- Workbooks: what an entry of a record tells, and words of several sheets ----
sheet-ledger_log = Ledger records
sheet-stage-again = { $stage } (broke out again)
column-record = Record as hashed (UTC)
column-failed_at = Last not agreed at
column-revisited_at = Last revisited at
column-body_answered_at = Last offer answered at
column-transfers_offered = Times offered
column-transfers_accepted = Times accepted
column-transfers_refused = Times refused
incidentlog-reported = Reported
incidentlog-step_entered = Step begins
incidentlog-step_passed = No answer, next step
incidentlog-paged = Paged
incidentlog-rang_again = Rings again
incidentlog-delivered = Delivered
incidentlog-unreachable = Unreachable
incidentlog-page_failed = Page failed
incidentlog-post_failed = Post failed
incidentlog-declined = Can’t respond
incidentlog-exhausted = Everyone was paged
incidentlog-acknowledged = Acknowledged
incidentlog-handed_on = Handed on
incidentlog-questioned = Asked for news
incidentlog-still_on_it = Still on it
incidentlog-restarted = Paging anew
incidentlog-severity_changed = Level changed
incidentlog-category_changed = Category changed
incidentlog-fact = Fact given
incidentlog-updated = Update
incidentlog-edited = Edited
incidentlog-likened = Looks alike
incidentlog-joined = Joined
incidentlog-acknowledged_with = Acknowledged along
incidentlog-moved_with_shift = Moved with the shift
incidentlog-merged = Goes on elsewhere
incidentlog-withdrawn = Withdrawn
incidentlog-from_dispute = Raised for a dispute
incidentlog-mediator_changed = Another mediator
incidentlog-evidence = Evidence
incidentlog-position = Position
incidentlog-evidence_kept = Evidence kept
incidentlog-evidence_refused = Evidence not kept
incidentlog-evidence_failed = Keeping evidence failed
incidentlog-closed = Stood down
