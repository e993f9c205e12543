// Each call of the bot, newest first.

import { clock, el, fill, lines } from "./dom.js";
import { state, titleOf } from "./store.js";
import { word } from "./words.js";

const SHOWN = 200;
const POLL = "getUpdates";

export class Calls {
  constructor() {
    this.words = "";
    this.polling = false;
    this.failures = false;
    this.hint = el("p", { class: "hint" });
    this.filter = el("input", { type: "search", class: "filter", oninput: () => this.narrow({ words: this.filter.value }) });
    this.checks = ["failures", "polling"].map((key) => this.check(key));
    this.list = el("ol", { class: "lines", reversed: true });
    this.line = lines(line);
    this.element = el("div", {}, this.hint, this.filter, el("div", { class: "checks" }, ...this.checks.map(({ label }) => label)), this.list);
  }

  render() {
    this.hint.textContent = word("callsHint");
    this.filter.placeholder = word("filter");
    this.filter.setAttribute("aria-label", word("filter"));
    for (const { key, text } of this.checks) text.textContent = word(key);
    this.fill();
    return this.element;
  }

  check(key) {
    const box = el("input", { type: "checkbox", onchange: () => this.narrow({ [key]: box.checked }) });
    const text = el("span");
    return { key, text, label: el("label", { class: "check" }, box, text) };
  }

  narrow(wish) {
    Object.assign(this, wish);
    this.fill();
  }

  fill() {
    const calls = state.calls.filter((call) => this.wanted(call)).slice(-SHOWN);
    const none = () => el("li", { class: "hint none", text: word(state.calls.length === 0 ? "noCalls" : "nothingFits") });
    fill(this.list, calls.length === 0 ? [none()] : calls.reverse().map(this.line));
  }

  wanted(call) {
    if (!this.polling && call.method === POLL) return false;
    if (this.failures && outcome(call).kind !== "bad") return false;
    const words = this.words.trim().toLowerCase();
    return !words || `${call.method} ${where(call)} ${JSON.stringify(call.params)}`.toLowerCase().includes(words);
  }

  add(call) {
    if (!call) return this.fill();
    if (!this.wanted(call)) return;
    this.list.querySelector(".none")?.remove();
    this.list.prepend(this.line(call));
    if (this.list.children.length > SHOWN) this.list.lastElementChild.remove();
  }
}

function line(call) {
  const { sign, kind, text } = outcome(call);
  const summary = el(
    "summary",
    {},
    el("time", { text: clock(call.at, true) }),
    el("code", { text: call.method }),
    el("span", { class: "where", text: where(call) }),
    el("span", { class: `outcome ${kind}`, text: `${sign} ${text}` }),
  );
  const details = el("details", {}, summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) {
      details.append(
        el("h4", { text: word("parameters") }),
        el("pre", { tabindex: "0", text: pretty(call.params) }),
        el("h4", { text: word("answer") }),
        el("pre", { tabindex: "0", text: pretty(call.answer) }),
      );
    }
  });
  return el("li", {}, details);
}

function where(call) {
  const chat = state.chats.get(Number(call.params.chat_id));
  if (!chat) return "";
  return chat.kind === "private" ? (state.people.get(chat.id)?.name ?? "") : titleOf(chat);
}

function outcome({ method, answer }) {
  if (answer.ok !== undefined) {
    const text = method === POLL ? word("updates", { count: answer.ok }) : word("answered");
    return { sign: "✓", kind: "good", text };
  }
  if (answer.error) return { sign: "✗", kind: "bad", text: `${word("refused")} ${answer.error.code}` };
  const done = answer.nothing?.took_effect;
  return { sign: "…", kind: "bad", text: word(done ? "droppedDone" : "dropped") };
}

// Lists that were sent as text are shown as lists.
function pretty(value) {
  const opened = (_, part) => {
    if (typeof part !== "string" || !/^[[{]/.test(part)) return part;
    try {
      return JSON.parse(part);
    } catch {
      return part;
    }
  };
  return JSON.stringify(value, opened, 2);
}
