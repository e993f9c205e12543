// Elements are built, never parsed: what people write stays text.

import { word } from "./words.js";

export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "text") element.textContent = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
}

// A list's lines, of which those that stay are left alone: an opened one stays open, and a focus in
// it is kept.
export function fill(list, nodes) {
  const same = nodes.length === list.children.length && nodes.every((node, place) => node === list.children[place]);
  if (!same) list.replaceChildren(...nodes);
}

// Makes a line of each thing once for each language.
export function lines(make) {
  let made = new WeakMap();
  let language = null;
  return (thing) => {
    if (language !== document.documentElement.lang) made = new WeakMap();
    language = document.documentElement.lang;
    if (!made.has(thing)) made.set(thing, make(thing));
    return made.get(thing);
  };
}

// The number of unread messages on a button: none takes the sign away.
export function count(button, number) {
  let badge = button.querySelector(".badge");
  if (number === 0) return badge?.remove();
  if (!badge) {
    badge = el("span", { class: "badge" }, el("span", { "aria-hidden": "true" }), el("span", { class: "hearable" }));
    button.append(badge);
  }
  badge.firstElementChild.textContent = number > 99 ? "99+" : String(number);
  badge.lastElementChild.textContent = word("unread", { count: number });
}

const faces = ["#2563a8", "#a1457a", "#2f7d4f", "#9a5b13", "#6a4fb3", "#0f7480", "#a8433a"];

// A round sign with the first letter of a name; the colour follows from the id.
export function face(name, id) {
  const letter = [...name.trim()][0] ?? "?";
  const sign = el("span", { class: "face", "aria-hidden": "true", text: letter });
  sign.style.setProperty("--face", faces[Math.abs(Number(id)) % faces.length]);
  return sign;
}

let zone;

// The bot writes times of its town: the page shows the same ones, wherever its reader is.
export function setZone(timezone) {
  zone = timezone ?? undefined;
}

// The day of the month, as the page's language writes it.
export function day(millis) {
  return new Intl.DateTimeFormat(document.documentElement.lang, { month: "short", day: "numeric", timeZone: zone }).format(millis);
}

export function clock(millis, seconds = false) {
  const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  if (seconds) parts.second = "2-digit";
  return new Intl.DateTimeFormat("en", parts).format(millis);
}
