// Switches that make it fail, and what the program around the sandbox offers.

import { el } from "./dom.js";
import { post } from "./net.js";
import { state } from "./store.js";
import { currentLanguage, word } from "./words.js";

const sending = ["sendMessage", "editMessageText", "sendPhoto"];

const kinds = [
  { key: "down", fault: { kind: "down" } },
  { key: "serverError", fault: { kind: "server_error", code: 502 } },
  { key: "slow", fault: { kind: "slow", millis: 2000 } },
  { key: "tooMany", fault: { kind: "too_many_requests", retry_after: 10 }, scope: { times: 1 } },
  { key: "answerLost", fault: { kind: "answer_lost" }, scope: { times: 1, methods: sending } },
  { key: "repeat", fault: { kind: "repeat_updates" }, scope: { times: 1 } },
];

export class Trouble {
  constructor() {
    this.element = el("div", { class: "trouble" });
    this.said = el("p", { class: "hint", role: "status" });
  }

  render() {
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    this.element.replaceChildren(
      el("h3", { text: word("trouble") }),
      el("p", { class: "hint", text: word("troubleHint") }),
      ...kinds.map((kind) => this.kind(kind)),
    );
    if (state.hooks.length > 0) {
      this.element.append(el("h3", { text: word("program") }), el("div", { class: "hooks" }, ...state.hooks.map((hook) => this.hook(hook))));
    }
    this.element.append(this.said);
    if (focused) this.element.querySelector(`[data-key="${focused}"]`)?.focus();
    return this.element;
  }

  kind({ key, fault, scope }) {
    const on = state.faults.find((active) => active.fault.kind === fault.kind);
    const flip = () => this.attempt(on ? post("lift", { id: on.id }) : post("fault", { fault, scope: scope ?? {} }));
    const label = el("span", { text: word(key) });
    if (on?.hits) label.append(el("span", { class: "hint", text: ` ${word("hits", { count: on.hits })}` }));
    return el(
      "button",
      { type: "button", role: "switch", class: "switch", "data-key": key, "aria-checked": String(Boolean(on)), onclick: flip },
      label,
      el("span", { class: "track", "aria-hidden": "true" }),
    );
  }

  hook(hook) {
    const label = hook[currentLanguage()] || hook.name;
    return el("button", { type: "button", class: "tool", "data-key": `hook-${hook.name}`, onclick: () => this.attempt(post(`hook/${hook.name}`, {})) }, label);
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
