// Behind the scenes: each call of the bot, and what can be made to fail.

import { clock, el } from "./dom.js";
import { state, titleOf } from "./store.js";
import { Trouble } from "./trouble.js";
import { word } from "./words.js";

const SHOWN = 200;
const POLL = "getUpdates";

export class Drawer {
  constructor(element, toggle) {
    this.element = element;
    this.toggle = toggle;
    this.polling = false;
    this.trouble = new Trouble();
    toggle.addEventListener("click", () => this.open(this.element.hidden));
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.open(false);
    });
  }

  open(open) {
    this.element.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    document.body.classList.toggle("withdrawer", open);
    if (open) {
      this.render();
      this.element.querySelector("button")?.focus();
    } else this.toggle.focus();
  }

  render() {
    if (this.element.hidden) return;
    this.list = el("ol", { class: "calls", reversed: true });
    const polling = el("input", { type: "checkbox", onchange: () => this.fill(polling.checked) });
    polling.checked = this.polling;
    this.element.replaceChildren(
      el(
        "div",
        { class: "drawertop" },
        el("h2", { text: word("behind") }),
        el("button", { type: "button", class: "tool", onclick: () => this.open(false) }, word("close")),
      ),
      this.trouble.render(),
      el("h3", { text: word("calls") }),
      el("p", { class: "hint", text: word("callsHint") }),
      el("label", { class: "check" }, polling, word("polling")),
      this.list,
    );
    this.fill(this.polling);
  }

  fill(polling) {
    this.polling = polling;
    const calls = state.calls.filter((call) => this.wanted(call)).slice(-SHOWN);
    this.list.replaceChildren(...calls.reverse().map(line));
    if (calls.length === 0) this.list.append(el("li", { class: "hint", text: word("noCalls") }));
  }

  wanted(call) {
    return this.polling || call.method !== POLL;
  }

  call(call) {
    if (this.element.hidden || !this.list) return;
    if (!call) return this.fill(this.polling);
    if (!this.wanted(call)) return;
    this.list.querySelector(".hint")?.remove();
    this.list.prepend(line(call));
    if (this.list.children.length > SHOWN) this.list.lastElementChild.remove();
  }
}

function line(call) {
  const { sign, kind, text } = outcome(call);
  const chat = state.chats.get(Number(call.params.chat_id));
  const where = chat ? place(chat) : "";
  const summary = el(
    "summary",
    {},
    el("time", { text: clock(call.at, true) }),
    el("code", { text: call.method }),
    el("span", { class: "where", text: where }),
    el("span", { class: `outcome ${kind}`, text: `${sign} ${text}` }),
  );
  const details = el("details", {}, summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) {
      details.append(
        el("h4", { text: word("parameters") }),
        el("pre", { text: pretty(call.params) }),
        el("h4", { text: word("answer") }),
        el("pre", { text: pretty(call.answer) }),
      );
    }
  });
  return el("li", {}, details);
}

function place(chat) {
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
