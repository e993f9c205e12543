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
    this.title = el("h2");
    this.closer = el("button", { type: "button", class: "tool", onclick: () => this.open(false) });
    this.tabOf = new Map(Object.keys(this.rooms).map((name) => [name, this.newTab(name)]));
    this.tabs = el("div", { class: "rooms", role: "tablist" }, ...this.tabOf.values());
    this.panel = el("div", { role: "tabpanel", id: "room", class: "room" });
    element.append(el("div", { class: "drawertop" }, this.title, this.closer), this.tabs, this.panel);
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
      this.tabOf.get(this.room).focus();
    } else this.toggle.focus();
  }

  // Elements stay the same ones: an element that is taken out and put in again loses the focus.
  render() {
    if (this.element.hidden) return;
    this.title.textContent = word("behind");
    this.closer.textContent = word("close");
    this.tabs.setAttribute("aria-label", word("behind"));
    for (const [name, tab] of this.tabOf) {
      const current = name === this.room;
      tab.textContent = word(name);
      tab.setAttribute("aria-selected", String(current));
      tab.tabIndex = current ? 0 : -1;
    }
    this.panel.setAttribute("aria-label", word(this.room));
    const room = this.rooms[this.room].render();
    if (this.panel.firstElementChild !== room) this.panel.replaceChildren(room);
  }

  newTab(name) {
    return el("button", {
      type: "button",
      role: "tab",
      "data-room": name,
      "aria-controls": "room",
      onclick: () => this.enter(name),
      onkeydown: (event) => this.walk(event, name),
    });
  }

  enter(name) {
    this.room = name;
    this.render();
    this.tabOf.get(name).focus();
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
