// How far the chapter of the shifts is. It follows from the duty log of the bot's record, never from what
// was clicked.

import { DUTY, personOf } from "./record.js";
import { state } from "./store.js";

export const STEPS = ["note", "taken", "swap", "missed"];

// What comes of it should be seen: time that was fast slows down.
const SEEN = ["reminded", "asked", "told"];

export function ofDuty({ number }) {
  return number === DUTY;
}

export function lastDuty() {
  return state.record.findLast(ofDuty)?.seq ?? 0;
}

// Entries up to `after` belong to an earlier round.
export function shifts(after) {
  const log = state.record.filter(ofDuty).map(read);
  const all = new Map();
  const swaps = new Map();
  const done = Object.fromEntries(STEPS.map((step) => [step, false]));
  let told = null;
  for (const entry of log) {
    if (!all.has(entry.shift)) all.set(entry.shift, { from: entry.shift, reminded: false, asked: false, people: [], taken: [], items: 0, signed: 0, missed: [] });
    const shift = all.get(entry.shift);
    note(shift, entry, swaps);
    const fresh = entry.seq > after;
    if (!fresh) continue;
    if (entry.kind === "handover_note") done.note = true;
    if (TAKEN.includes(entry.kind)) shift.since = true;
    if (MOVED.includes(entry.kind)) done.swap = true;
    if (entry.kind === "told") {
      done.missed = true;
      told = { shift: entry.shift, person: personOf(entry.rest.split(", to ")[0]), to: people(entry.rest.split(", to ")[1] ?? "") };
    }
  }
  const inOrder = [...all.values()].sort((one, other) => one.from - other.from);
  done.taken = inOrder.some(({ since, items, signed }) => since && signed >= items);
  const running = inOrder.findLast(({ asked, taken }) => asked || taken.length > 0) ?? null;
  const coming = inOrder.find(({ from, reminded }) => reminded && from > (running?.from ?? 0)) ?? null;
  // Who took over last before a shift stays responsible until somebody of it has.
  const before = (shift) => inOrder.findLast(({ from, taken }) => taken.length > 0 && from < shift)?.taken.at(-1) ?? null;
  return { done, running, coming, before, told, confirms: [...swaps.values()].at(-1) ?? null, last: log.at(-1)?.seq ?? 0 };
}

// Whether something came since an earlier look that should be seen.
export function shown(since) {
  return state.record.some((entry) => ofDuty(entry) && entry.seq > since && SEEN.includes(entry.kind));
}

const TAKEN = ["taken_over", "taken_over_late"];
const MOVED = ["swapped", "covered", "stepped_in"];
const SWAP_OVER = ["swap_refused", "swap_withdrawn", "swap_too_late", "swap_void", "swap_unreached"];

// "office 2026-03-01T04:00:00.000Z: …"
function read({ seq, kind, by, text }) {
  const [, , shift, , rest] = text.match(/^(\S+) ([^ ]+Z)(: ([^]*))?$/) ?? [];
  return { seq, kind, by: personOf(by), shift: Date.parse(shift), rest: rest ?? "" };
}

function note(shift, { kind, by, rest }, swaps) {
  if (kind === "reminded") [shift.reminded, shift.people] = [true, people(rest)];
  else if (kind === "asked" || kind === "asked_again") [shift.asked, shift.people] = [true, people(rest)];
  else if (kind === "counted") [shift.people, shift.taken] = [people(rest), people(rest)];
  else if (TAKEN.includes(kind)) shift.taken.push(by);
  else if (kind === "handed_over") shift.items = rest.split(" from ")[0].split(", ").length;
  else if (kind === "signed") shift.signed += 1;
  else if (kind === "not_taken_over") shift.missed.push(personOf(rest));
  else if (kind === "swap_asked") swaps.set(shift.from, personOf(rest.match(/, to ([^ ,]+)/)?.[1]));
  else if (SWAP_OVER.includes(kind)) swaps.delete(shift.from);
  else if (MOVED.includes(kind) || kind === "swap_undone") {
    swaps.delete(shift.from);
    const [on, off] = rest.split(",")[0].split(" for ").map(personOf);
    shift.people = shift.people.map((person) => (person === off ? on : person));
  }
}

// "li, chen (due …)"
function people(rest) {
  const named = rest.replace(/ \(due [^)]*\)$/, "").split(", ");
  return named.map(personOf).filter((person) => person !== null);
}
