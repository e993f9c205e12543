// The third chapter: a screening that two sides answer, and a dispute from its registration to its end.

import { groupOf, openIncidents } from "./progress.js";
import { lastOfLogs, screenings, shown, STEPS } from "./screenings.js";
import { nameOf, state } from "./store.js";
import { SCREENING, skip } from "./time.js";
import { button, label } from "./tour_button.js";
import { inEveryLanguage, word } from "./words.js";

// Buttons of the bot that sentences name.
const NAMED = ["nothingFound", "registerDispute", "allRegistered", "reported", "confirm", "show", "agreed", "beginMediation", "revisit", "kept", "closeDispute", "standDown", "cancelForm"];

// What a line to be written is proposed as.
const SAMPLES = { parties: "sampleParties", account: "sampleAccount", result: "sampleResult", found: "sampleFound" };

// Which button an act presses.
const PRESSES = {
  nothing: "nothingFound",
  nothing_last: "nothingFound",
  register: "registerDispute",
  enter: "confirm",
  all: "allRegistered",
  onward: "reported",
  show: "show",
  show_again: "show",
  agree: "agreed",
  again: "beginMediation",
  revisit: "revisit",
  kept: "kept",
};

export class ScreeningChapter {
  constructor() {
    this.steps = STEPS;
    this.before = null;
  }

  begun({ screening }) {
    return screening !== null;
  }

  // What happens later alone counts from now on.
  restart() {
    return { screening: lastOfLogs() };
  }

  look({ screening }) {
    return { ...screenings(screening ?? [0, 0]), open: openIncidents() };
  }

  eased(before, { last }) {
    return last.some((seq, log) => seq > before.last[log]) && shown(before.last);
  }

  // What to do next, and on whose phone.
  next(current, at) {
    const going = this.going(current, at);
    // What was written is being answered, and what was asked before is over.
    const found = current && going.person && hasWritten(going.person) ? { act: "heard", person: going.person } : going;
    // What is owed by now would be late once time is skipped.
    const owed = SKIPS.includes(found.act) && (answering(at) ?? onward(at));
    if (owed) return owed;
    // Time that is skipped would make the bot ask for news of it, and page anew.
    const [open] = at.open;
    if (SKIPS.includes(found.act) && open) return { act: "close", person: open.person, number: open.number };
    return found;
  }

  going(current, at) {
    switch (current) {
      case "screening":
        return answering(at) ?? { act: "question" };
      case "dispute":
        return registering(at);
      case "summary":
        return answering(at) ?? (at.completed ? { act: "look", person: at.observer } : { act: "question" });
      case "onward":
        return onward(at) ?? answering(at) ?? { act: "question" };
      case "agreed":
        return mediating(at);
      case "revisit":
        return revisiting(at);
      default:
        return { act: "over", person: at.observer };
    }
  }

  words(current, at) {
    const { act, person, other, number, days } = this.next(current, at);
    const labels = Object.fromEntries(NAMED.map((key) => [key, label(key)]));
    const names = { name: named(person), other: named(other), number, days };
    if (act === "over") return word("caseOver", names);
    if (act === "close") return word("do_duty_close", { ...names, ...labels });
    return word(`do_case_${act}`, { ...names, ...labels });
  }

  proposal(current, at, around, refuse) {
    const { act, person } = this.next(current, at);
    if (SKIPS.includes(act)) {
      const skipping = () => skip(SCREENING).then(() => refuse(""), (error) => refuse(error.message));
      return { label: word(act === "question" ? "skipToScreening" : "skipToRevisit"), act: skipping };
    }
    const text = act === "begin" ? "/dispute" : SAMPLES[act] && word(SAMPLES[act]);
    if (!text || !person) return null;
    const propose = () => {
      const phone = around.choose(person);
      if (phone.chat !== person) phone.show(null, person);
      phone.composer.propose(text);
    };
    return { label: word("fillIn"), act: propose };
  }

  target(current, at, tour) {
    const { act, person } = this.next(current, at);
    if (SKIPS.includes(act)) return tour.help;
    if (!person) return null;
    const inGroup = act === "look" || act === "close";
    return tour.inPhone(person, inGroup ? groupOf() : person, (phone) => {
      if (act === "close") return button(phone, "standDown") ?? phone.middle;
      if (["look", "over", "heard", "answer"].includes(act)) return null;
      if (act === "begin" || SAMPLES[act]) return phone.composer.element;
      if (act === "choose") return choice(phone);
      if (act === "finish") return under(phone.person, ["confirm"]) === "confirm" ? button(phone, "confirm") : button(phone, "closeDispute");
      return button(phone, PRESSES[act]);
    });
  }
}

const SKIPS = ["question", "reminder"];

// A written report that is not made.
function onward({ drafted: [person] }) {
  return person ? { act: "onward", person } : null;
}

// A question that waits for an answer; who has found nothing comes first.
function answering({ waiting, done }) {
  const open = waiting?.units.filter(({ answered }) => !answered) ?? [];
  const unit = done.screening ? open[0] : (open.findLast(({ disputes }) => disputes === 0) ?? open[0]);
  const person = unit?.people[0];
  if (!person) return null;
  if (unit.disputes > 0) return { act: "all", person };
  const other = waiting.units.find((one) => one !== unit && !one.answered)?.people[0];
  return other ? { act: "nothing", person, other } : { act: "nothing_last", person };
}

// Buttons of the form of a registration; each of its messages can be cancelled.
const FORM = ["neighbours", "iMediate", "confirm", "back", "registerDispute"];

// The form of a registration, as far as it is: the newest message with one of its buttons tells.
function registering({ waiting, asked }) {
  const side = waiting?.units.find(({ answered }) => !answered);
  const person = side?.people[0] ?? asked[0] ?? state.phones[0];
  const message = newest(person, ["cancelForm", "registerDispute"]);
  switch (first(message, FORM)) {
    case "confirm":
      return { act: "enter", person };
    case "back":
      return { act: asks(person, "askParties") ? "parties" : asks(person, "askAccount") ? "account" : "choose", person };
    case "neighbours":
    case "iMediate":
      return { act: "choose", person };
    case "registerDispute":
      return side ? { act: "register", person } : { act: "begin", person };
    default:
      return { act: "begin", person };
  }
}

function mediating(at) {
  const dispute = at.standing(["registered", "mediating", "failed"]);
  const person = dispute?.mediator;
  if (!person) return registering(at);
  const acts = { agreed: "agree", beginMediation: "again", show: "show", cancelForm: asks(person, "askAgreed") ? "result" : "answer" };
  return { act: acts[under(person, Object.keys(acts))] ?? "show", person };
}

function revisiting(at) {
  const dispute = at.standing(["agreed", "revisited"]);
  const person = dispute?.mediator;
  if (!person) return mediating(at);
  const { days } = dispute;
  // The card on which it can be closed comes with the revisit.
  if (dispute.stage === "revisited") return { act: under(person, ["confirm", "closeDispute"]) ? "finish" : "heard", person };
  const acts = { kept: "kept", revisit: "revisit", show: "show_again", cancelForm: asks(person, "askRevisit") ? "found" : "answer" };
  const act = acts[under(person, Object.keys(acts))] ?? "show_again";
  if (!dispute.reminded && (act === "revisit" || act === "show_again")) return { act: "reminder", person, days };
  return { act, person, days };
}

function hasWritten(person) {
  const messages = [...(state.chats.get(person)?.messages.values() ?? [])];
  return messages.at(-1)?.from === person;
}

// The newest message of the bot in somebody's private chat that has one of these buttons.
function newest(person, keys) {
  const labels = keys.flatMap(inEveryLanguage);
  const messages = [...(state.chats.get(person)?.messages.values() ?? [])];
  return messages.findLast(({ from, buttons }) => from === null && texts(buttons).some((text) => labels.includes(text)));
}

// Which of these buttons it has, the first of them.
function under(person, keys) {
  return first(newest(person, keys), keys);
}

function first(message, keys) {
  const found = texts(message?.buttons);
  return keys.find((key) => inEveryLanguage(key).some((label) => found.includes(label)));
}

function texts(buttons) {
  return (buttons ?? []).flat().map(({ text }) => text);
}

// Whether the form waits for this line.
function asks(person, question) {
  const text = newest(person, ["back", "cancelForm"])?.text ?? "";
  return inEveryLanguage(question).some((words) => text.endsWith(words));
}

// What is pressed where the form offers a choice: the one that the samples go with, else the first.
function choice(phone) {
  const message = newest(phone.person, ["cancelForm"]);
  const drawn = message && phone.log.querySelector(`[data-id="${message.id}"]`);
  if (!drawn) return null;
  const offered = [...drawn.querySelectorAll(".inline")];
  const usual = ["neighbours", "iMediate"].flatMap(inEveryLanguage);
  return offered.find(({ textContent }) => usual.includes(textContent)) ?? offered[0] ?? null;
}

function named(person) {
  return person ? nameOf(person) : "";
}
