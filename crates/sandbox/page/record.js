// The bot's record as it grows, newest first, each entry tied to the one before by its hash.

import { Chain, ZERO } from "./chain.js";
import { clock, el, fill, lines } from "./dom.js";
import { kindWord } from "./kinds.js";
import { state } from "./store.js";
import { word } from "./words.js";

// The numbers under which entries of logs stand: the words that their hashes cover as such.
export const DUTY = "duty";
export const PROMPT = "prompt";
export const LEDGER = "ledger";

const SHOWN = 300;
const NAMED = 5;

export class Record {
  constructor() {
    this.words = "";
    this.chain = new Chain(state.started);
    this.good = undefined;
    this.hint = el("p", { class: "hint" });
    this.verdict = el("p", { class: "verdict", role: "status" });
    this.filter = el("input", {
      type: "search",
      class: "filter",
      oninput: () => {
        this.words = this.filter.value;
        this.fill();
      },
    });
    this.list = el("ol", { class: "lines", reversed: true });
    this.line = lines(line);
    this.element = el("div", { class: "record" }, this.hint, this.verdict, this.filter, this.list);
  }

  render() {
    this.hint.textContent = word("recordHint");
    this.filter.placeholder = word("filter");
    this.filter.setAttribute("aria-label", word("filter"));
    this.fill();
    this.judge();
    return this.element;
  }

  fill() {
    const shown = state.record.filter((entry) => this.wanted(entry)).slice(-SHOWN);
    const none = () => el("li", { class: "hint none", text: word(state.record.length === 0 ? "noRecord" : "nothingFits") });
    fill(this.list, shown.length === 0 ? [none()] : shown.reverse().map(this.line));
  }

  wanted(entry) {
    const words = this.words.trim().toLowerCase();
    return !words || `${whose(entry.number)} ${entry.kind} ${kindWord(entry)} ${who(entry)} ${entry.text} ${entry.hash}`.toLowerCase().includes(words);
  }

  add(entry) {
    if (!entry) this.fill();
    else if (this.wanted(entry)) {
      this.list.querySelector(".none")?.remove();
      this.list.prepend(this.line(entry));
    }
    this.judge();
  }

  // One check at a time: each goes on where the last one ended.
  async judge() {
    if (this.judging) {
      this.again = true;
      return;
    }
    this.judging = true;
    do {
      this.again = false;
      if (this.chain.started !== state.started) this.chain = new Chain(state.started);
      this.good = await this.chain.check(state.record, state.forgotten > 0);
    } while (this.again);
    this.judging = false;
    this.say();
  }

  say() {
    const { good, verdict, chain } = this;
    const count = state.record.length;
    verdict.classList.toggle("bad", good === false);
    if (count === 0) verdict.textContent = "";
    else if (good === null) verdict.textContent = word("chainUnknown", { count });
    else if (good) verdict.textContent = `✓ ${word("chainGood", { count })}${cut(chain)}`;
    else verdict.textContent = `✗ ${word("chainBroken", { where: placeOf(chain.broken) })}`;
  }
}

function cut(chain) {
  if (chain.cut.size === 0) return "";
  const incidents = [...chain.cut].filter(Number.isInteger).sort((a, b) => a - b);
  const others = [...chain.cut].filter((number) => !Number.isInteger(number));
  const numbers = [...others, ...incidents].map(whose);
  const shown = numbers.length > NAMED ? `${numbers.slice(0, NAMED).join(" ")} …` : numbers.join(" ");
  return ` ${word("chainCut", { numbers: shown })}`;
}

// Whose record it is: an incident's, or a log.
function whose(number) {
  if (number === DUTY) return word("dutyLog");
  if (number === PROMPT) return word("promptLog");
  return number === LEDGER ? word("ledgerLog") : `#${number}`;
}

function placeOf({ number, seq }) {
  return `${whose(number)}.${seq}`;
}

function who(entry) {
  if (!entry.by) return word("theBot");
  return nameOfId(entry.by);
}

export function personOf(id) {
  const captions = Object.entries(state.program.captions ?? {});
  const found = captions.find(([, caption]) => caption.id === id);
  return found ? Number(found[0]) : null;
}

function nameOfId(id) {
  return state.people.get(personOf(id))?.name ?? id;
}

function before(entry) {
  const same = state.record.find(({ number, seq }) => number === entry.number && seq === entry.seq - 1);
  // Of an incident that was not heard from its start nobody here knows it.
  return same?.hash ?? (entry.seq === 1 ? ZERO : "?");
}

function line(entry) {
  const summary = el(
    "summary",
    {},
    el("time", { text: clock(Date.parse(entry.at), true) }),
    el("strong", { text: placeOf(entry) }),
    el("span", { class: "what", text: kindWord(entry) }),
    el("span", { class: "where", text: entry.by ? who(entry) : "" }),
    el("code", { class: "hash", text: `${before(entry).slice(0, 6)} → ${entry.hash.slice(0, 6)}` }),
    el("span", { class: "said", text: entry.text }),
  );
  const details = el("details", {}, summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) {
      details.append(el("pre", { tabindex: "0", text: JSON.stringify({ ...entry, hash_before: before(entry) }, null, 2) }));
    }
  });
  return el("li", {}, details);
}
