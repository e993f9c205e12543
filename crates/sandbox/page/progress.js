// How far the tour is. It follows from what the bot has recorded and what people have seen, never
// from what was clicked.

import { personOf } from "./record.js";
import { lastId, state } from "./store.js";

// So much of a hash stands under a record.
const END = /\b[0-9a-f]{16}\b/g;
const END_DIGITS = 16;

const OVER = ["closed", "merged", "withdrawn"];

export const STEPS = ["report", "page", "escalation", "acknowledgement", "timeline"];

// Incidents up to `after` belong to an earlier round of the tour.
export function progress(after) {
  const incidents = new Map();
  for (const entry of state.record) {
    // Logs have no number.
    if (!Number.isInteger(entry.number) || entry.number <= after) continue;
    if (!incidents.has(entry.number)) incidents.set(entry.number, []);
    incidents.get(entry.number).push(entry);
  }
  const ends = shownEnds();
  const all = [...incidents].map(([number, entries]) => one(number, entries, ends));
  const done = Object.fromEntries(STEPS.map((step) => [step, all.some((incident) => incident[step])]));
  const latest = all.at(-1) ?? null;
  return { done, latest, seconds: all.find((incident) => incident.seconds !== null)?.seconds ?? null };
}

function one(number, entries, ends) {
  const kind = (wanted) => entries.filter((entry) => entry.kind === wanted);
  const steps = kind("step_entered");
  const delivered = kind("delivered");
  const first = delivered[0];
  const second = steps[1] && delivered.find((entry) => entry.seq > steps[1].seq);
  const acknowledged = kind("acknowledged").length > 0;
  const firstPaged = personNamed(kind("paged")[0]);
  const lastPaged = personNamed(kind("paged").at(-1));
  const reported = kind("reported")[0];
  return {
    number,
    report: Boolean(reported),
    page: Boolean(first) && seen(firstPaged, number),
    escalation: Boolean(second),
    acknowledgement: acknowledged,
    timeline: acknowledged && entries.some(({ hash }) => ends.has(hash.slice(0, END_DIGITS))),
    over: acknowledged || kind("closed").length > 0,
    reporter: personOf(reported?.by),
    chat: reported ? groupOf() : null,
    firstPaged,
    lastPaged,
    acknowledgedBy: personOf(kind("acknowledged").at(-1)?.by),
    seconds: first && reported ? (Date.parse(first.at) - Date.parse(reported.at)) / 1000 : null,
  };
}

// Incidents that are not over, and whoever may stand each down.
export function openIncidents() {
  const incidents = new Map();
  for (const { number, kind, by, text } of state.record) {
    if (!Number.isInteger(number)) continue;
    if (kind === "reported") incidents.set(number, { number, person: null });
    const open = incidents.get(number);
    if (!open) continue;
    if (OVER.includes(kind)) incidents.delete(number);
    else if (kind === "acknowledged") open.person = personOf(by);
    else if (kind === "paged") open.person ??= personNamed({ text });
  }
  return [...incidents.values()];
}

// "zhao (commander), call 1"
function personNamed(entry) {
  return entry ? personOf(entry.text.split(/[ ,(]/)[0]) : null;
}

export function groupOf() {
  return [...state.chats.values()].find((chat) => chat.kind !== "private" && !chat.migrated_to)?.id ?? null;
}

// Whether somebody has looked at the page that came into his private chat.
function seen(person, number) {
  const chat = state.chats.get(person);
  if (!chat) return false;
  const pages = [...chat.messages.values()].filter(({ from, silent, text }) => from === null && !silent && (text ?? "").includes(`#${number}`));
  const first = pages[0]?.id ?? lastId(chat);
  return pages.length > 0 && (chat.read[person] ?? 0) >= first;
}

// What stands under the whole records that the bot has shown, by whatever button or words it was asked
// for them: the beginning of the hash that the last entry had by then.
function shownEnds() {
  const ends = new Set();
  for (const chat of state.chats.values()) {
    for (const { from, text } of chat.messages.values()) {
      if (from === null) for (const [end] of (text ?? "").matchAll(END)) ends.add(end);
    }
  }
  return ends;
}
