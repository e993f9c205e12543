// The page: phones side by side, on a phone one of them.

import { count, el, face } from "./dom.js";
import { Drawer } from "./drawer.js";
import { hear } from "./heard.js";
import { Phone } from "./phone.js";
import { begin, listen, nameOf, state, unreadOf } from "./store.js";
import { renderSwitches } from "./switches.js";
import { Tour } from "./tour.js";
import { fate } from "./trouble.js";
import { currentLanguage, setLanguage, word } from "./words.js";

const LANGUAGE = "dutybell.language";
const PERSON = "dutybell.person";

const floor = document.getElementById("phones");
const personas = document.getElementById("personas");
const line = document.getElementById("line");
const town = document.getElementById("town");
const narrow = matchMedia("(max-width: 480px)");
const drawer = new Drawer(document.getElementById("drawer"), document.getElementById("drawer-switch"));
const phones = new Map();
let current = Number(sessionStorage.getItem(PERSON)) || null;

function touch(phone) {
  for (const other of phones.values()) other.element.classList.toggle("touched", other === phone);
}

const around = {
  shown: (phone) => !narrow.matches || phone.person === current,
  touched: touch,
  rang: renderPersonas,
  moved: () => guide(),
};

function choose(person) {
  current = person;
  sessionStorage.setItem(PERSON, String(person));
  for (const phone of phones.values()) phone.element.classList.toggle("current", phone.person === person);
  const phone = phones.get(person);
  phone.toEnd();
  phone.seen();
  touch(phone);
  renderPersonas();
}

// The buttons stay the same elements, so that a press in between never misses.
const buttonOf = new Map();

function renderPersonas() {
  personas.setAttribute("aria-label", word("personas"));
  for (const id of state.phones) {
    if (!buttonOf.has(id)) {
      const button = el("button", { type: "button", class: "persona", "data-person": id, onclick: () => choose(id) });
      const rings = el("span", { class: "rings", hidden: true }, el("span", { "aria-hidden": "true", text: "🔔" }), el("span", { class: "hearable" }));
      button.append(face(nameOf(id), id), el("span", { class: "personaname" }), rings);
      buttonOf.set(id, button);
      personas.append(button);
    }
    const button = buttonOf.get(id);
    button.setAttribute("aria-pressed", String(id === current));
    button.querySelector(".personaname").textContent = nameOf(id);
    button.querySelector(".rings").hidden = !phones.get(id)?.isRinging;
    button.querySelector(".rings .hearable").textContent = word("rings");
    count(button, unreadOf(id));
  }
  guide();
}

const tour = new Tour(document.getElementById("tour"), document.getElementById("tour-switch"), {
  phone: (person) => phones.get(person),
  persona: (person) => buttonOf.get(person),
  shown: around.shown,
  choose(person) {
    choose(person);
    phones.get(person).element.scrollIntoView({ inline: "nearest", block: "nearest" });
    return phones.get(person);
  },
});

// Many things happen at once: one look after all of them is enough.
let guiding = 0;
function guide() {
  guiding ||= setTimeout(() => {
    guiding = 0;
    tour.render();
  }, 30);
}

let spoken = "";

// What became of the bot is said where nobody has to look for it.
function renderFate() {
  const { before, found } = state.program.bot ?? {};
  const text = before && found ? fate() : "";
  if (text === spoken) return;
  const fresh = spoken !== "" || text !== "";
  spoken = text;
  const strip = document.getElementById("fate");
  strip.hidden = !fresh || text === "";
  strip.firstElementChild.textContent = text;
}

document.getElementById("fate-close").addEventListener("click", () => {
  document.getElementById("fate").hidden = true;
});

function renderChrome() {
  document.documentElement.lang = currentLanguage() === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", word(element.dataset.label));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === currentLanguage()));
  }
  for (const element of document.querySelectorAll("[data-title]")) element.title = word(element.dataset.title);
  document.title = `Dutybell · ${word("demo")}`;
  renderSwitches();
  renderFate();
  renderTown();
  renderLine();
}

// The page changes its language, the bot and its town don't. The program may say under `languages` how
// to start it with a town that speaks another: {"zh": "…", "en": "…"}.
function renderTown() {
  const command = state.language !== currentLanguage() && state.program.languages?.[currentLanguage()];
  town.hidden = !command;
  town.textContent = command ? word("townIn", { command }) : "";
}

function renderLine() {
  line.textContent = word(state.online ? "live" : "offline");
  line.classList.toggle("broken", !state.online);
}

function renderAll() {
  for (const [id, phone] of phones) {
    if (state.phones.includes(id)) continue;
    phone.element.remove();
    phones.delete(id);
  }
  for (const id of state.phones) {
    if (phones.has(id)) continue;
    const phone = new Phone(id, around);
    phones.set(id, phone);
    floor.append(phone.element);
  }
  if (!phones.has(current)) current = state.phones[0] ?? null;
  for (const phone of phones.values()) phone.element.classList.toggle("current", phone.person === current);
  renderChrome();
  for (const phone of phones.values()) phone.render();
  renderPersonas();
  drawer.render();
}

function each(act) {
  for (const phone of phones.values()) act(phone);
}

// An open chat that is on the screen says itself what comes into it.
function hearRings({ chat, message }) {
  const unseen = (phone) => phone.rings(chat, message) && !(phone.chat === chat.id && around.shown(phone));
  hear([...phones.values()].filter(unseen).map(({ person }) => person), chat, message);
}

listen((kind, detail) => {
  switch (kind) {
    case "whole":
      if (phones.size === 0) setLanguage(localStorage.getItem(LANGUAGE) ?? state.language);
      renderAll();
      break;
    case "line":
      renderLine();
      break;
    case "posted":
      hearRings(detail);
      each((phone) => phone.posted(detail.chat, detail.message));
      renderPersonas();
      break;
    case "edited":
      each((phone) => phone.edited(detail.chat, detail.message));
      guide();
      break;
    case "deleted":
      each((phone) => phone.deleted(detail.chat, detail.id));
      renderPersonas();
      break;
    case "busy":
      each((phone) => phone.busy(detail.chat));
      break;
    case "answered":
      phones.get(detail.person)?.answered(detail);
      break;
    case "read":
      each((phone) => phone.renderTabs());
      renderPersonas();
      break;
    case "program":
      each((phone) => phone.renderTop());
      drawer.program();
      renderFate();
      guide();
      break;
    case "call":
      drawer.call(detail);
      break;
    case "record":
      drawer.entry(detail);
      guide();
      break;
    case "pace":
      renderSwitches();
      break;
    case "waiting":
      each((phone) => phone.renderWaiting());
      break;
  }
});

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    localStorage.setItem(LANGUAGE, setLanguage(button.dataset.language));
    renderAll();
  });
}

narrow.addEventListener("change", () => {
  each((phone) => phone.seen());
  guide();
});

async function open() {
  try {
    await begin();
  } catch {
    renderLine();
    setTimeout(open, 1500);
  }
}

renderChrome();
open();
