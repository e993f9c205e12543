// The page: phones side by side, on a phone one of them.

import { el, face } from "./dom.js";
import { Drawer } from "./drawer.js";
import { Phone } from "./phone.js";
import { begin, listen, nameOf, state, unreadOf } from "./store.js";
import { currentLanguage, setLanguage, word } from "./words.js";

const LANGUAGE = "dutybell.language";
const PERSON = "dutybell.person";

const floor = document.getElementById("phones");
const personas = document.getElementById("personas");
const line = document.getElementById("line");
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

function renderPersonas() {
  personas.setAttribute("aria-label", word("personas"));
  const focused = personas.contains(document.activeElement) ? document.activeElement.dataset.person : null;
  personas.replaceChildren(
    ...state.phones.map((id) => {
      const count = unreadOf(id);
      const button = el("button", { type: "button", class: "persona", "data-person": id, "aria-pressed": String(id === current), onclick: () => choose(id) });
      button.append(face(nameOf(id), id), el("span", { class: "personaname", text: nameOf(id) }));
      if (phones.get(id)?.isRinging) {
        button.append(el("span", { class: "rings" }, el("span", { "aria-hidden": "true", text: "🔔" }), el("span", { class: "hearable", text: word("rings") })));
      }
      if (count > 0) {
        button.append(el("span", { class: "badge" }, el("span", { "aria-hidden": "true", text: count > 99 ? "99+" : String(count) }), el("span", { class: "hearable", text: word("unread", { count }) })));
      }
      return button;
    }),
  );
  if (focused) personas.querySelector(`[data-person="${focused}"]`)?.focus();
}

function renderChrome() {
  document.documentElement.lang = currentLanguage() === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", word(element.dataset.label));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === currentLanguage()));
  }
  renderLine();
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
      each((phone) => phone.posted(detail.chat, detail.message));
      renderPersonas();
      break;
    case "edited":
      each((phone) => phone.edited(detail.chat, detail.message));
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
      break;
    case "call":
      drawer.call(detail);
      break;
  }
});

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    localStorage.setItem(LANGUAGE, setLanguage(button.dataset.language));
    renderAll();
  });
}

narrow.addEventListener("change", () => each((phone) => phone.seen()));

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
