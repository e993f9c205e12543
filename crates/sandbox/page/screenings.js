// How far the chapter of screenings and disputes is. It follows from two logs of the bot's record and from
// what phones have read, never from what was clicked.

import { groupOf } from "./progress.js";
import { LEDGER, personOf, PROMPT } from "./record.js";
import { state } from "./store.js";

export const STEPS = ["screening", "dispute", "summary", "onward", "agreed", "revisit"];

const NOTHING = ["nothing_found", "nothing_found_late"];
const ANSWERS = [...NOTHING, "all_registered", "all_registered_late"];
const ASKED = ["asked", "asked_late"];
const OVER = ["ended", "withdrawn", "withdrawn_untrue"];
const DRAFTED = ["report_drafted", "report_redrafted"];
const REPORTED = ["reported", "reported_late"];
// What comes of skipped time should be seen: time that was fast slows down.
const SEEN = [...ASKED, "ledger_reminded", "ledger_late_told"];
const DAY_MILLIS = 24 * 3600 * 1000;
// The sign of whatever the bot says about screenings.
const SIGN = "📋";

// Where a dispute stands after an entry of this kind.
const STAGES = {
  ledger_registered: "registered",
  ledger_mediation_began: "mediating",
  ledger_agreed: "agreed",
  ledger_failed: "failed",
  ledger_transfer_offered: "offered",
  ledger_transfer_accepted: "transferred",
  ledger_transfer_refused: "failed",
  ledger_closed: "closed",
  ledger_reopened: "registered",
};

const of = (log) => state.record.filter(({ number }) => number === log);

// Where both logs end now.
export function lastOfLogs() {
  return [of(PROMPT).at(-1)?.seq ?? 0, of(LEDGER).at(-1)?.seq ?? 0];
}

// Whether something came since an earlier look that should be seen.
export function shown([prompts, disputes]) {
  const fresh = ({ number, seq }) => (number === PROMPT && seq > prompts) || (number === LEDGER && seq > disputes);
  return state.record.some((entry) => fresh(entry) && SEEN.includes(entry.kind));
}

// Entries up to `after` belong to an earlier round of the tour.
export function screenings([prompts, disputes]) {
  const rounds = roundsOf(prompts);
  const all = disputesOf(disputes);
  const asked = new Set(rounds.flatMap(({ units }) => units.flatMap(({ people }) => people)));
  // Somebody who is asked nothing: he sees what the group sees.
  const observer = state.phones.find((person) => !asked.has(person)) ?? null;
  const done = {
    screening: rounds.some(({ found, completed }) => found || completed),
    dispute: all.some(({ fresh }) => fresh),
    summary: rounds.some(({ completed }) => completed && seenInGroup(completed, asked)),
    onward: rounds.some(({ reported }) => reported),
    agreed: all.some(({ agreed }) => agreed),
    revisit: all.some(({ settled }) => settled),
  };
  return {
    done,
    waiting: rounds.findLast(({ over, units }) => !over && units.some(({ answered }) => !answered)) ?? null,
    // Who has the draft of a written report that is not made.
    drafted: rounds.findLast(({ report }) => report.length > 0)?.report ?? [],
    completed: rounds.some(({ completed }) => completed),
    asked: [...asked],
    observer,
    // The last dispute that stands at one of these.
    standing: (stages) => all.findLast(({ stage }) => stages.includes(stage)) ?? null,
    last: lastOfLogs(),
  };
}

function roundsOf(after) {
  const rounds = new Map();
  for (const entry of of(PROMPT)) {
    const { round: name, unit: called, rest } = readPrompt(entry);
    if (!rounds.has(name)) rounds.set(name, { units: [], found: false, completed: null, over: false, report: [], reported: false });
    const round = rounds.get(name);
    const fresh = entry.seq > after;
    if (ASKED.includes(entry.kind)) round.units.push({ called, people: people(rest.split(" until ")[0]), answered: false, disputes: 0 });
    const unit = round.units.find((one) => one.called === called);
    if (unit && entry.kind === "dispute_registered") unit.disputes += 1;
    if (unit && ANSWERS.includes(entry.kind)) unit.answered = true;
    if (OVER.includes(entry.kind)) round.over = true;
    if (DRAFTED.includes(entry.kind)) round.report = people(rest.split(" for ")[0]);
    if (REPORTED.includes(entry.kind) || ["report_given_up", "report_withdrawn"].includes(entry.kind)) round.report = [];
    if (fresh && NOTHING.includes(entry.kind)) round.found = true;
    if (fresh && REPORTED.includes(entry.kind)) round.reported = true;
    if (fresh && entry.kind === "completed") round.completed = Date.parse(entry.at);
  }
  return [...rounds.values()];
}

// "screening 2026-03-01T01:30:00.000Z east_side: …"
function readPrompt({ text }) {
  const [, prompt, at, , unit, , rest] = text.match(/^(\S+) (\S+?Z)( ([^ :]+))?(: ([^]*))?$/) ?? [];
  return { round: `${prompt} ${at}`, unit: unit ?? null, rest: rest ?? "" };
}

function disputesOf(after) {
  const all = new Map();
  for (const { seq, at, kind, text } of of(LEDGER)) {
    const number = Number(text.match(/^D(\d+)/)?.[1]);
    if (!number) continue;
    if (!all.has(number)) all.set(number, { number, mediator: null, stage: null, fresh: false, agreed: false, settled: false, reminded: false, days: 0 });
    const dispute = all.get(number);
    const [, ...parts] = text.split("; ");
    const mediator = parts.join("; ").match(/mediator ([^ ,;]+)/)?.[1];
    if (mediator) dispute.mediator = personOf(mediator);
    const fresh = seq > after;
    if (kind === "ledger_registered") dispute.fresh = fresh;
    if (kind === "ledger_revisited" && parts[0] === "kept") dispute.stage = "revisited";
    if (kind === "ledger_agreed") {
      dispute.agreed ||= fresh;
      dispute.reminded = false;
      const by = Date.parse(parts[0].replace("revisit by ", ""));
      dispute.days = Math.round((by - Date.parse(at)) / DAY_MILLIS);
    }
    if (kind === "ledger_reminded" || kind === "ledger_late_told") dispute.reminded = true;
    if (kind === "ledger_closed" && dispute.stage === "revisited") dispute.settled ||= fresh;
    dispute.stage = STAGES[kind] ?? dispute.stage;
  }
  return [...all.values()];
}

function people(named) {
  return named
    .split(", ")
    .map(personOf)
    .filter((person) => person !== null);
}

// Whether somebody who was not asked has read in the group what came of a round.
function seenInGroup(completed, asked) {
  const chat = state.chats.get(groupOf());
  if (!chat) return false;
  const said = [...chat.messages.values()].find(({ from, at, text }) => from === null && at >= completed && (text ?? "").startsWith(SIGN));
  return Boolean(said) && state.phones.some((person) => !asked.has(person) && (chat.read[person] ?? 0) >= said.id);
}
