// Behind the scenes: what can be made to fail, each call of the bot, each entry of its record.

import { Calls } from "./calls.js";
import { el } from "./dom.js";
import { Record } from "./record.js";
import { Trouble } from "./trouble.js";
import { word } from "./words.js";

export class Drawer {
  constructor(element, toggle) {
    this.element = element;
    this.toggle = toggle;
    this.calls = new Calls();
    this.record = new Record();
    this.rooms = { trouble: new Trouble(), calls: this.calls, record: this.record };
    this.room = "trouble";
    toggle.addEventListener("click", () => this.open(this.element.hidden));
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.open(false);
    });
  }

  open(open, room = this.room) {
    this.room = room;
    this.element.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    document.body.classList.toggle("withdrawer", open);
    if (open) {
      this.render();
      this.element.querySelector("[role=tab][aria-selected=true]")?.focus();
    } else this.toggle.focus();
  }

  render() {
    if (this.element.hidden) return;
    const names = Object.keys(this.rooms);
    const tabs = el("div", { class: "rooms", role: "tablist", "aria-label": word("behind") }, ...names.map((name) => this.tab(name)));
    const top = el(
      "div",
      { class: "drawertop" },
      el("h2", { text: word("behind") }),
      el("button", { type: "button", class: "tool", onclick: () => this.open(false) }, word("close")),
    );
    this.panel = el("div", { role: "tabpanel", id: "room", "aria-label": word(this.room), class: "room" });
    this.panel.append(this.rooms[this.room].render());
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.room : null;
    this.element.replaceChildren(top, tabs, this.panel);
    if (focused) this.element.querySelector(`[data-room="${focused}"]`)?.focus();
  }

  tab(name) {
    const current = name === this.room;
    return el("button", {
      type: "button",
      role: "tab",
      "data-room": name,
      "aria-selected": String(current),
      "aria-controls": "room",
      tabindex: current ? "0" : "-1",
      onclick: () => this.enter(name),
      onkeydown: (event) => this.walk(event, name),
      text: word(name),
    });
  }

  enter(name) {
    this.room = name;
    this.render();
    this.element.querySelector(`[data-room="${name}"]`).focus();
  }

  walk(event, name) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const names = Object.keys(this.rooms);
    this.enter(names[(names.indexOf(name) + step + names.length) % names.length]);
  }

  call(call) {
    if (!this.element.hidden && this.room === "calls") this.calls.add(call);
  }

  entry(entry) {
    if (!this.element.hidden && this.room === "record") this.record.add(entry);
  }

  program() {
    if (!this.element.hidden && this.room === "trouble") this.rooms.trouble.render();
  }
}
