// The tour: five steps, each ticked off as it really happens, with what to do next and where.

import { el } from "./dom.js";
import { groupOf, progress, STEPS } from "./progress.js";
import { nameOf, state } from "./store.js";
import { setPace } from "./time.js";
import { inEveryLanguage, word, wordIn } from "./words.js";

const KEY = "dutybell.tour";

export class Tour {
  // `around` finds things on the page: phone(person) and persona(person).
  constructor(element, toggle, around) {
    this.element = element;
    this.toggle = toggle;
    this.around = around;
    this.saved = read();
    this.steps = new Map();
    this.before = null;
    this.build();
    toggle.addEventListener("click", () => this.show(this.element.hidden));
  }

  build() {
    this.list = el("ol", { class: "steps" });
    for (const name of STEPS) {
      const step = el("li", { "data-step": name }, el("span", { class: "sign", "aria-hidden": "true" }), el("span", { class: "stepname" }), el("span", { class: "hearable state" }));
      this.steps.set(name, step);
      this.list.append(step);
    }
    this.sentence = el("p", { class: "next", role: "status" });
    this.help = el("button", { type: "button", class: "tool help", hidden: true, onclick: () => this.propose() });
    this.again = el("button", { type: "button", class: "tool sign again", onclick: () => this.restart() }, el("span", { "aria-hidden": "true", text: "↻" }));
    this.hide = el("button", { type: "button", class: "tool sign", onclick: () => this.show(false) }, el("span", { "aria-hidden": "true", text: "✕" }));
    this.element.replaceChildren(this.list, el("div", { class: "say" }, this.sentence, el("div", { class: "tourtools" }, this.help, this.again, this.hide)));
    this.element.hidden = this.saved.hidden;
    this.toggle.setAttribute("aria-expanded", String(!this.saved.hidden));
  }

  show(shown) {
    const focused = this.element.contains(document.activeElement);
    this.save({ hidden: !shown });
    this.element.hidden = !shown;
    this.toggle.setAttribute("aria-expanded", String(shown));
    if (focused && !shown) this.toggle.focus();
    this.render();
  }

  // Later incidents alone count from now on.
  restart() {
    this.save({ after: state.record.at(-1) ? Math.max(...state.record.map(({ number }) => number)) : 0, table: table() });
    this.before = null;
    this.render();
  }

  save(change) {
    Object.assign(this.saved, change);
    localStorage.setItem(KEY, JSON.stringify(this.saved));
  }

  render() {
    // Another table has other incidents: its tour begins at its first.
    const first = table();
    if (first && this.saved.table && this.saved.table !== first) this.save({ after: 0, table: first });
    if (first && !this.saved.table) this.save({ table: first });
    const at = progress(this.saved.table ? this.saved.after : 0);
    this.ease(at.done);
    const current = STEPS.find((step) => !at.done[step]) ?? null;
    this.current = current;
    this.at = at;
    for (const [name, step] of this.steps) {
      const done = at.done[name];
      step.classList.toggle("done", done);
      step.classList.toggle("current", name === current);
      step.querySelector(".sign").textContent = done ? "✓" : String(STEPS.indexOf(name) + 1);
      step.querySelector(".stepname").textContent = word(`step_${name}`);
      step.querySelector(".state").textContent = done ? word("done") : "";
      if (name === current) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    }
    this.help.textContent = word("fillIn");
    label(this.again, word("tourAgain"));
    label(this.hide, word("hide"));
    const sentence = this.words(current, at);
    if (this.sentence.textContent !== sentence) this.sentence.textContent = sentence;
    this.help.hidden = !this.proposal();
    this.again.hidden = !at.done.report;
    this.point();
  }

  // Once the deputy is paged there should be time to read: the clock slows down by itself.
  ease(done) {
    const live = this.before && !this.before.escalation && done.escalation;
    this.before = done;
    if (live && !done.acknowledgement && state.pace.factor > 1 && !this.element.hidden) setPace(1).catch(() => {});
  }

  words(current, { latest, seconds }) {
    const name = (id) => (id ? nameOf(id) : "");
    if (!current) return word("tourOver");
    if (current === "report") return word("do_report", { name: name(state.phones[0]) });
    if (!latest) return "";
    if (current === "page") return word("do_page", { name: name(latest.firstPaged), number: latest.number });
    if (current === "escalation") {
      if (latest.over) return word("do_another", { acknowledge: acknowledge() });
      const quick = seconds !== null && seconds < 10 ? word("quick", { seconds: seconds.toFixed(2) }) : "";
      return word("do_escalation", { acknowledge: acknowledge() }) + quick;
    }
    if (current === "acknowledgement") return word("do_acknowledgement", { name: name(latest.lastPaged), acknowledge: acknowledge() });
    return word("do_timeline", { number: latest.number });
  }

  // A text to send, and whose phone it belongs to.
  proposal() {
    const reporter = state.phones[0];
    if (!reporter || this.element.hidden) return null;
    if (this.current === "report") return { person: reporter, text: word("sampleReport") };
    if (this.current === "timeline" && this.at.latest) return { person: reporter, text: `/timeline ${this.at.latest.number}` };
    return null;
  }

  propose() {
    const proposal = this.proposal();
    if (!proposal) return;
    const phone = this.around.choose(proposal.person);
    if (phone.chat !== groupOf()) phone.show(null, groupOf());
    phone.composer.propose(proposal.text);
  }

  // Marks where to go next: the person first, where his phone is not the one on the screen.
  point() {
    const target = this.element.hidden ? null : this.target();
    if (target === this.marked) return;
    this.marked?.classList.remove("here");
    target?.classList.add("here");
    this.marked = target;
  }

  target() {
    const { latest } = this.at;
    switch (this.current) {
      case "report":
        return this.inPhone(state.phones[0], groupOf(), (phone) => phone.composer.element);
      case "page":
        return latest && this.inPhone(latest.firstPaged, latest.firstPaged, (phone) => phone.middle);
      case "escalation":
        return latest?.over ? this.inPhone(state.phones[0], groupOf(), (phone) => phone.composer.element) : document.getElementById("pace");
      case "acknowledgement":
        return latest && this.inPhone(latest.lastPaged, latest.lastPaged, (phone) => acknowledging(phone) ?? phone.middle);
      case "timeline":
        return latest && this.inPhone(state.phones[0], groupOf(), (phone) => phone.composer.element);
      default:
        return document.getElementById("drawer-switch");
    }
  }

  inPhone(person, chat, find) {
    const phone = this.around.phone(person);
    if (!phone) return null;
    if (!this.around.shown(phone)) return this.around.persona(person);
    if (phone.chat !== chat) return phone.tabOf.get(chat) ?? null;
    return find(phone);
  }
}

// As it stands on the bot's buttons, and what that means where the page speaks another language.
function acknowledge() {
  const [here, there] = [word("acknowledge"), wordIn(state.language, "acknowledge")];
  return here === there ? here : word("labelled", { here, there });
}

// Somebody may have chosen another language for himself than the town's.
function acknowledging(phone) {
  const labels = inEveryLanguage("acknowledge");
  return [...phone.log.querySelectorAll(".inline")].findLast(({ textContent }) => labels.includes(textContent));
}

function label(button, text) {
  button.setAttribute("aria-label", text);
  button.title = text;
}

// A table is known by the first entry of its record.
function table() {
  return state.record[0]?.number === 1 ? state.record[0].hash : null;
}

function read() {
  const saved = { hidden: false, after: 0, table: null };
  try {
    return { ...saved, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return saved;
  }
}
