// The second chapter: shifts that are handed over, taken over, swapped, and one that nobody takes over.

import { groupOf, openIncidents } from "./progress.js";
import { lastDuty, shifts, shown, STEPS } from "./shifts.js";
import { nameOf, state } from "./store.js";
import { SHIFT, skip } from "./time.js";
import { button, buttonOf, label } from "./tour_button.js";
import { word } from "./words.js";

// Between a reminder and its handover.
const ON = { note: "do_skip_on", taken: "do_skip_on", swap: "do_skip_on", missed: "do_skip_swapped" };

export class DutyChapter {
  constructor() {
    this.steps = STEPS;
    this.before = null;
  }

  begun({ duty }) {
    return duty !== null;
  }

  // What happens about shifts later alone counts from now on.
  restart() {
    return { duty: lastDuty() };
  }

  look({ duty }) {
    const at = shifts(duty ?? 0);
    return { ...at, open: openIncidents() };
  }

  eased(before, { last }) {
    return last > before.last && shown(before.last);
  }

  // What to do next, and on whose phone.
  next(current, at) {
    const { running, coming, open } = at;
    const asked = running?.asked && running.taken.length === 0;
    const before = running && at.before(running.from);
    // Time that is skipped would make the bot ask for news of it, and page anew.
    if (current && open.length > 0) return { act: "close", person: open[0].person, number: open[0].number };
    switch (current) {
      case "note":
        if (asked) return { act: "take", person: running.people[0], before };
        if (coming && running) return { act: "note", person: running.taken.at(-1), other: coming.people[0] };
        return { act: "skip" };
      case "taken":
        if (asked) return { act: "take", person: running.people[0], before };
        if (running?.since) return { act: "sign", person: running.taken[0] };
        return { act: "skip" };
      case "swap":
        if (at.confirms) return { act: "confirm", person: at.confirms };
        if (coming) return { act: "swap", person: coming.people[0] };
        return { act: "skip" };
      case "missed":
        return asked ? { act: "wait", person: running.people[0], before } : { act: "skip" };
      default:
        return { act: "over", person: at.told?.to[0] ?? null, other: at.told?.person ?? null, before: at.told && at.before(at.told.shift) };
    }
  }

  words(current, at) {
    const { act, person, other, before, number } = this.next(current, at);
    const names = { name: named(person), other: named(other), before: named(before), number };
    if (act === "skip") return word(at.coming ? ON[current] : `do_skip_${current}`, names);
    if (act === "over") return word(person ? "dutyOver" : "dutyOverUnheard", names);
    const onDuty = label("onDuty");
    return word(`do_duty_${act}`, { ...names, onDuty, standDown: label("standDown"), cannotCome: label("cannotCome"), confirm: label("confirm"), sign: label("sign") });
  }

  proposal(current, at, around, refuse) {
    const { act, person } = this.next(current, at);
    if (act === "skip") {
      const skipping = () => skip(SHIFT).then(() => refuse(""), (error) => refuse(error.message));
      return { label: word(at.coming ? "skipToHandover" : "skipToReminder"), act: skipping };
    }
    if (act !== "note" || !person) return null;
    const propose = () => {
      const phone = around.choose(person);
      if (phone.chat !== person) phone.show(null, person);
      phone.composer.propose(word("sampleNote"));
    };
    return { label: word("fillIn"), act: propose };
  }

  target(current, at, tour) {
    const { act, person } = this.next(current, at);
    const privately = (find) => person && tour.inPhone(person, person, (phone) => find(phone) ?? phone.middle);
    switch (act) {
      case "close":
        return person && tour.inPhone(person, groupOf(), (phone) => button(phone, "standDown") ?? phone.middle);
      case "skip":
        return tour.help;
      case "wait":
        return document.getElementById("pace");
      case "note":
        return privately((phone) => phone.composer.element);
      case "take":
        return privately((phone) => button(phone, "onDuty"));
      case "sign":
        return privately((phone) => button(phone, "sign"));
      case "swap":
        return privately((phone) => colleague(phone) ?? button(phone, "cannotCome"));
      case "confirm":
        return privately((phone) => button(phone, "confirm"));
      default:
        return person ? tour.inPhone(person, person, () => null) : null;
    }
  }
}

function named(person) {
  return person ? nameOf(person) : "";
}

// The first of those who are offered to stand in.
function colleague(phone) {
  const names = [...state.people.keys()].map(nameOf);
  const offered = (node) => [...node.querySelectorAll(".inline")].filter(({ textContent }) => names.includes(textContent));
  const newest = [...phone.log.children].findLast((node) => offered(node).length > 0);
  return newest && offered(newest)[0];
}
