# Words that people see, in English. Same keys and variables as zh.ftl; a test compares them.
# Line 1 of a message is all that a locked phone shows.

## Labels of buttons. Those of SPEC section 3 are fixed.
label-acknowledge = Acknowledge
label-cannot = Can't respond
label-escalate = Escalate
label-update = Update
label-stand-down = Stand down
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

## Card
card-open = 🔴 #{ $n } { $category } · Level { $level } · waiting
card-exhausted = ⛔ #{ $n } { $category } · Level { $level } · nobody answered
card-acknowledged = 🟠 #{ $n } { $category } · Level { $level } · { $who } acknowledged { $time }
card-closed = 🟢 #{ $n } { $category } · stood down { $time } after { $span }
card-reported = { $time } { $who } reported · registered
card-tried = { $time } { $who } · { $how }
how-paged = paged
how-declined = can't respond
how-failed = not delivered
how-unreachable = ✗ unreachable, { $why }
card-next-step = Next { $time }: { $who }
card-next-round = Next { $time }: round { $round }, { $who }
card-next-last = Next { $time }: announced that nobody answered
card-rings = Rings again { $time }
card-category = { $time } paging began again: category changed
card-had = { $who } had acknowledged { $time }
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
page-declined = Noted: you can't respond.

## Question after silence
question-head = 🟠 #{ $n } you acknowledged { $time }, no update for { $span }
question-ask = Still on it? No answer in 5 min: paging starts again.
question-over = #{ $n }: settled, nothing to answer any more.

## Notices in the group
escalated-no-answer = ⏫ #{ $n } { $time } no answer, { $who } is paged
escalated-by-hand = ⏫ #{ $n } { $time } escalated, { $who } is paged
escalated-nobody-left = ⏫ #{ $n } { $time } nobody left to answer, { $who } is paged
escalated-again = ⏫ #{ $n } { $time } paging starts again: { $who }
escalated-category = ⏫ #{ $n } { $time } category changed, { $who } is paged
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
line-closed = #{ $n } was stood down at { $time }. Nothing to do.
line-may-not-acknowledge = You may not acknowledge #{ $n }. These may: { $who }.
line-may-not-stand-down = You may not stand down a level { $level } incident. These may: { $who }. You may escalate or update.
line-may-not-read = Only people whom the configuration names may read this. To be added, ask: { $who }.
line-administrators = Only administrators may do this. Ask: { $who }.
line-person-unknown = Nobody is called “{ $given }”, or more than one. Choose: /invite
line-invite-comes = The invitation for { $name } is in your private chat with me.
line-invite-bound = { $name } is bound already and needs no invitation.
line-code-unknown = I don't know this code. Ask your administrator for a new invitation, and open its link as it is.
line-code-used = This code was used already. Ask your administrator for a new invitation.
line-code-expired = This code is too old. Ask your administrator for a new invitation.
line-code-void = This code is for somebody who is no longer in the configuration. Ask your administrator.
line-code-of-another = You are { $name } already, and this code is for somebody else. Open it on that person's phone.
line-code-person-bound = The person of this code uses another account already. Ask your administrator.
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
line-evidence-many = #{ $n } has { $limit } photos and files already, no more are kept. What you sent stays in this chat only.
line-evidence-comes = #{ $n }: photos and files follow.
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
line-form-goes-on = Noted.
line-form-cancelled = Cancelled. Nothing was stored.
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
cmd-invite = invite somebody to this bot (administrators)
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
ev-severity = { $who } changed level { $from } to { $to }
ev-category = { $who } set category { $to }
ev-fact-hurt = { $who }: hurt – { $answer }
ev-fact-support = { $who }: support needed – { $answer }
ev-updated = { $who }: «{ $text }»
ev-evidence = { $who } added: { $what }
ev-position = { $who }: position { $position }
ev-evidence-kept = { $what } kept, { $size }, SHA-256 { $hash }
ev-evidence-large = { $what } not kept: larger than { $limit }
ev-evidence-many = { $what } not kept: there are { $limit } already
ev-evidence-failed = { $what } not kept: { $reason }
ev-closed = { $who } stood it down «{ $text }»
the-bot = the bot

## To administrators
admin-stranger = ⚠️ Somebody who is not configured reports: nothing was stored.
admin-stranger-chat = { $title } ({ $chat })
admin-moved = ℹ️ The group { $from } became a supergroup. It is followed; put the new id into the configuration: { $to }
admin-cannot-write = ⚠️ I can't write to the chat { $chat }: { $why }. Make me a member with the right to write.
admin-second-poller = ⚠️ Another program uses this bot's token: updates may go to it. Stop it, or make a new token with BotFather.
admin-unreadable = ⚠️ A message could not be read. It was kept aside and stopped nothing; see the log for the reason.
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
admin-bound = ✅ { $person } is bound now: { $name } ({ $id }). If that is somebody else, take the account out of the configuration.

## The dialogue of dutybell init
setup-exists = { $file } exists already. Overwrite it? Type yes:
setup-exists-stop = { $file } exists already and is left as it is. Name another with --out, or move it away.
setup-token-used = The token in { $file } is used.
setup-token-ask = 1. In Telegram write to @BotFather: /newbot. Leave its privacy mode on. Paste the token here (it is not shown):
setup-token-shape = That is no token. It looks like 123456789:ABC… : copy the whole line from BotFather.
setup-token-wrong = Telegram does not know this token: { $why }. Copy it from BotFather anew.
setup-token-missing = No token was given.
setup-token-kept = ✓ This is @{ $bot }. The token is in { $file }, for its owner alone.
setup-meet = 2. Add @{ $bot } to the duty group. 3. Each person opens https://t.me/{ $bot } and presses Start, the administrator first.
setup-wait = Whoever comes is listed here. When all are there, press Enter.
setup-wait-pipe = The file is written as soon as a group and a person are there.
setup-group = ✓ group { $name } ({ $id })
setup-group-left = ✗ no longer in the group { $name } ({ $id })
setup-person = ✓ { $name } ({ $id })
setup-admin = ✓ { $name } ({ $id }), administrator
setup-lacks-group = No group yet: add @{ $bot } to the duty group, then press Enter.
setup-lacks-person = Nobody yet: open https://t.me/{ $bot }, press Start, then press Enter here.
setup-second = Another program uses this bot's token. Stop it: it takes what this set-up waits for.
setup-webhook = A webhook is set for this bot, so another program uses it. Stop that and remove its webhook first.
setup-trouble = Telegram can't be asked: { $why }. Trying on.
setup-written = ✓ { $file } is written. Look through it, then:
setup-later = The example “{ $base }” comes in a later version. Now there is: --from town
