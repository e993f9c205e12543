// The tour: chapters of a few steps, each step ticked off as it really happens, with what to do next
// and where.

import { el } from "./dom.js";
import { state } from "./store.js";
import { canSkip, SCREENING, setPace, SHIFT } from "./time.js";
import { DutyChapter } from "./tour_duty.js";
import { IncidentChapter } from "./tour_incident.js";
import { ScreeningChapter } from "./tour_screening.js";
import { word } from "./words.js";

const KEY = "dutybell.tour";

// In their order; some are there only where somebody can skip time.
const CHAPTERS = ["incident", "duty", "screening"];
const NEEDS = { duty: SHIFT, screening: SCREENING };

export class Tour {
  // `around` finds things on the page: phone(person) and persona(person).
  constructor(element, toggle, around) {
    this.element = element;
    this.toggle = toggle;
    this.around = around;
    this.saved = read();
    this.chapters = { incident: new IncidentChapter(), duty: new DutyChapter(), screening: new ScreeningChapter() };
    this.steps = new Map();
    this.build();
    toggle.addEventListener("click", () => this.show(this.element.hidden));
  }

  build() {
    this.list = el("ol", { class: "steps" });
    this.sentence = el("p", { class: "next", role: "status" });
    this.help = el("button", { type: "button", class: "tool help", hidden: true, onclick: () => this.proposal?.act() });
    this.turn = el("button", { type: "button", class: "tool help turn", hidden: true, onclick: () => this.open(this.after()) });
    this.chapter = el("select", { class: "tool chapter", hidden: true, onchange: () => this.open(this.chapter.value) });
    this.again = el("button", { type: "button", class: "tool sign again", onclick: () => this.restart() }, el("span", { "aria-hidden": "true", text: "↻" }));
    this.hide = el("button", { type: "button", class: "tool sign", onclick: () => this.show(false) }, el("span", { "aria-hidden": "true", text: "✕" }));
    const tools = el("div", { class: "tourtools" }, this.help, this.turn, this.again, this.hide);
    this.element.replaceChildren(this.list, this.chapter, el("div", { class: "say" }, this.sentence, tools));
    this.element.hidden = this.saved.hidden;
    this.toggle.setAttribute("aria-expanded", String(!this.saved.hidden));
  }

  // The chapters that are there.
  names() {
    return CHAPTERS.filter((name) => !NEEDS[name] || canSkip(NEEDS[name]));
  }

  // The one that is open.
  name() {
    const { chapter } = this.saved;
    return this.names().includes(chapter) ? chapter : "incident";
  }

  // The one that follows.
  after() {
    const names = this.names();
    return names[names.indexOf(this.name()) + 1] ?? null;
  }

  open(name) {
    this.save({ chapter: name });
    const chapter = this.chapters[name];
    if (chapter.begun(this.saved)) chapter.before = null;
    else this.restart();
    this.refused = "";
    this.render();
    this.chapter.focus();
  }

  show(shown) {
    const focused = this.element.contains(document.activeElement);
    this.save({ hidden: !shown });
    this.element.hidden = !shown;
    this.toggle.setAttribute("aria-expanded", String(shown));
    if (focused && !shown) this.toggle.focus();
    this.render();
  }

  // What happens later alone counts from now on.
  restart() {
    const chapter = this.chapters[this.name()];
    this.save({ ...chapter.restart(), table: table() ?? this.saved.table });
    chapter.before = null;
    this.refused = "";
    this.render();
  }

  save(change) {
    Object.assign(this.saved, change);
    localStorage.setItem(KEY, JSON.stringify(this.saved));
  }

  render() {
    // Another table has another record: its tour begins at its first incident.
    const first = table();
    if (first && this.saved.table && this.saved.table !== first) this.save({ ...fresh(), hidden: this.saved.hidden, table: first });
    if (first && !this.saved.table) this.save({ table: first });
    const name = this.name();
    const chapter = this.chapters[name];
    const at = chapter.look(this.saved.table ? this.saved : fresh());
    const current = chapter.steps.find((step) => !at.done[step]) ?? null;
    this.ease(chapter, at, current);
    this.renderSteps(chapter, at, current);
    this.proposal = this.element.hidden ? null : chapter.proposal(current, at, this.around, (why) => this.refuse(why));
    this.renderTools(name, at, current);
    const sentence = this.refused || chapter.words(current, at);
    if (this.sentence.textContent !== sentence) this.sentence.textContent = sentence;
    this.point(chapter, current, at);
  }

  renderSteps(chapter, at, current) {
    const made = chapter.steps.map((name) => this.stepOf(name));
    if (made.some((step, place) => this.list.children[place] !== step) || this.list.children.length !== made.length) this.list.replaceChildren(...made);
    for (const [place, name] of chapter.steps.entries()) {
      const [step, done] = [this.steps.get(name), at.done[name]];
      step.classList.toggle("done", done);
      step.classList.toggle("current", name === current);
      step.querySelector(".sign").textContent = done ? "✓" : String(place + 1);
      step.querySelector(".stepname").textContent = word(`step_${name}`);
      step.querySelector(".state").textContent = done ? word("done") : "";
      if (name === current) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    }
  }

  stepOf(name) {
    if (!this.steps.has(name)) {
      this.steps.set(name, el("li", { "data-step": name }, el("span", { class: "sign", "aria-hidden": "true" }), el("span", { class: "stepname" }), el("span", { class: "hearable state" })));
    }
    return this.steps.get(name);
  }

  renderTools(name, at, current) {
    this.help.textContent = this.proposal?.label ?? "";
    this.help.hidden = !this.proposal;
    // Until it is over the chapters are a small list; then the following one is what comes next.
    const after = this.after();
    this.turn.hidden = current !== null || !after;
    this.turn.textContent = after ? word("chapterNext", { name: word(`chapter_${after}`) }) : "";
    this.renderChapters(name);
    label(this.again, word("tourAgain"));
    label(this.hide, word("hide"));
    this.again.hidden = !Object.values(at.done).some(Boolean);
  }

  renderChapters(name) {
    const names = this.names();
    this.chapter.hidden = names.length < 2;
    const texts = names.map((chapter) => word(`chapter_${chapter}`));
    const shown = [...this.chapter.options].map(({ text }) => text);
    // A list that somebody has open stays as it is.
    if (texts.join() !== shown.join()) this.chapter.replaceChildren(...names.map((chapter, place) => el("option", { value: chapter, text: texts[place] })));
    this.chapter.value = name;
    label(this.chapter, word("chapters"));
  }

  refuse(why) {
    this.refused = why ? word("failed", { why }) : "";
    this.render();
  }

  // What has just come should be read in peace: the clock slows down by itself.
  ease(chapter, at, current) {
    const live = chapter.before && chapter.eased(chapter.before, at, current);
    chapter.before = at;
    if (live && state.pace.factor > 1 && !this.element.hidden) setPace(1).catch(() => {});
  }

  // Marks where to go next: the person first, where his phone is not the one on the screen.
  point(chapter, current, at) {
    const target = this.element.hidden ? null : (chapter.target(current, at, this) ?? null);
    if (target === this.marked) return;
    this.marked?.classList.remove("here");
    target?.classList.add("here");
    this.marked = target;
  }

  inPhone(person, chat, find) {
    const phone = this.around.phone(person);
    if (!phone) return null;
    if (!this.around.shown(phone)) return this.around.persona(person);
    if (phone.chat !== chat) return phone.tabOf.get(chat) ?? null;
    return find(phone);
  }
}

function label(button, text) {
  button.setAttribute("aria-label", text);
  button.title = text;
}

// A table is known by the first entry of its record.
function table() {
  const [first] = state.record;
  const begins = (number) => number === 1 || !Number.isInteger(number);
  return first?.seq === 1 && begins(first.number) ? first.hash : null;
}

function fresh() {
  return { hidden: false, chapter: "incident", after: 0, duty: null, screening: null, table: null };
}

function read() {
  try {
    return { ...fresh(), ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return fresh();
  }
}
