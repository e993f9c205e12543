// What rings is said as well, for whoever hears the page and does not see it.

import { el } from "./dom.js";
import { nameOf, titleOf } from "./store.js";
import { currentLanguage, word } from "./words.js";

const HEARD_MILLIS = 10000;

const heard = document.getElementById("heard");

// All that a locked phone shows of a message.
export function firstLine(message) {
  return message.text?.split("\n")[0] || word(message.file?.kind ?? "text");
}

// One line for all the phones on which it rings: the rest of it would be said again and again.
export function hear(people, chat, message) {
  if (people.length === 0) return;
  const names = new Intl.ListFormat(currentLanguage()).format(people.map(nameOf));
  const line = el("p", { text: word("rang", { names, chat: titleOf(chat), line: firstLine(message) }) });
  heard.append(line);
  setTimeout(() => line.remove(), HEARD_MILLIS);
}
