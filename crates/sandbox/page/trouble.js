// Switches that make it fail, each with a line that says what it does.

import { el } from "./dom.js";
import { post } from "./net.js";
import { nameOf, state } from "./store.js";
import { SKIPS } from "./time.js";
import { currentLanguage, word } from "./words.js";

const sending = ["sendMessage", "editMessageText", "sendPhoto"];

const kinds = [
  { key: "down", fault: { kind: "down" } },
  { key: "tooMany", fault: { kind: "too_many_requests", retry_after: 10 }, scope: { times: 1 } },
  { key: "answerLost", fault: { kind: "answer_lost" }, scope: { times: 1, methods: sending } },
  { key: "repeat", fault: { kind: "repeat_updates" }, scope: { times: 1 } },
  { key: "serverError", fault: { kind: "server_error", code: 502 } },
  { key: "slow", fault: { kind: "slow", millis: 2000 } },
];

export class Trouble {
  constructor() {
    this.element = el("div", { class: "trouble" });
    this.said = el("p", { class: "hint", role: "status" });
    this.fate = el("p", { class: "fate", role: "status" });
  }

  render() {
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const parts = [el("p", { class: "hint", text: word("troubleHint") })];
    // Skipping time is the tour's, and no trouble.
    const hooks = state.hooks.filter(({ name }) => !SKIPS.includes(name));
    if (hooks.length > 0) parts.push(el("h3", { text: word("theBot") }), ...hooks.flatMap((hook) => this.hook(hook)), this.fate);
    parts.push(el("h3", { text: "Telegram" }), ...kinds.map((kind) => this.kind(kind)));
    parts.push(el("h3", { text: word("blocking") }), el("p", { class: "hint", text: word("blockingHint") }), ...state.phones.map((id) => this.person(id)));
    this.element.replaceChildren(...parts, this.said);
    this.sayFate();
    if (focused) this.element.querySelector(`[data-key="${focused}"]`)?.focus();
    return this.element;
  }

  kind({ key, fault, scope }) {
    const on = state.faults.find((active) => active.fault.kind === fault.kind);
    const flip = () => this.attempt(on ? post("lift", { id: on.id }) : post("fault", { fault, scope: scope ?? {} }));
    const hits = on?.hits ? ` ${word("hits", { count: on.hits })}` : "";
    return this.switch(key, word(key), word(`${key}Does`) + hits, Boolean(on), flip);
  }

  person(id) {
    const { blocked } = state.people.get(id);
    const flip = () => this.attempt(post("block", { person: id, blocked: !blocked }));
    return this.switch(`block-${id}`, word("blocks", { name: nameOf(id) }), "", blocked, flip);
  }

  switch(key, label, does, on, flip) {
    const text = el("span", {}, el("span", { class: "switchname", text: label }));
    if (does) text.append(el("span", { class: "hint does", text: does }));
    return el(
      "button",
      { type: "button", role: "switch", class: "switch", "data-key": key, "aria-checked": String(on), onclick: flip },
      text,
      el("span", { class: "track", "aria-hidden": "true" }),
    );
  }

  hook(hook) {
    const label = hook[currentLanguage()] || hook.name;
    const does = word(`hook_${hook.name}`);
    return [
      el("button", { type: "button", class: "tool danger", "data-key": `hook-${hook.name}`, onclick: () => this.attempt(post(`hook/${hook.name}`, {})) }, label),
      el("p", { class: "hint does", text: does.startsWith("hook_") ? "" : does }),
    ];
  }

  // Who lives, who was killed, and what the new one found.
  sayFate() {
    const text = fate();
    if (this.fate.textContent !== text) this.fate.textContent = text;
  }

  async attempt(doing) {
    this.said.textContent = "";
    try {
      await doing;
    } catch (error) {
      this.said.textContent = word("failed", { why: error.message });
    }
  }
}

export function fate() {
  const { pid, before, found } = state.program.bot ?? {};
  if (!pid) return word("botGone");
  if (!before?.pid) return word("botLives", { pid });
  const was = word(before.killed ? "botKilled" : "botEnded", { before: before.pid, pid });
  if (!found) return was;
  return `${was} ${word(found.lost === 0 ? "nothingLost" : "somethingLost", { count: found.before, lost: found.lost })}`;
}
