// One message as an element.

import { clock, el, face } from "./dom.js";
import { nameOf, state, waits } from "./store.js";
import { currentLanguage, word } from "./words.js";

const styles = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "code",
  blockquote: "q",
};

const drawn = new WeakMap();

// What an element shows: another one is needed only when this changes.
function looks(message, phone) {
  const waiting = (message.buttons ?? []).flat().map(({ data }) => waits(phone.person, phone.chat, message.id, data));
  return JSON.stringify([currentLanguage(), message, waiting], ordered);
}

// The snapshot and the events write the same message with its fields in another order.
function ordered(_, value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

// The element of this message, the old one if it still shows the truth.
export function bubble(message, phone, old) {
  const look = looks(message, phone);
  if (old && drawn.get(old) === look) return old;
  const fresh = draw(message, phone);
  drawn.set(fresh, look);
  return fresh;
}

function draw(message, phone) {
  if (message.service) return service(message);
  const own = message.from === phone.person;
  const kind = own ? "own" : message.from === null ? "bot" : "other";
  const article = el("article", { class: `message ${kind}`, "data-id": message.id });
  if (!own) article.append(face(nameOf(message.from), message.from ?? state.bot.id));
  article.append(el("div", { class: "body" }, paper(message, phone, own), buttons(message, phone)));
  return article;
}

function paper(message, phone, own) {
  const sheet = el("div", { class: "paper" });
  if (!own) {
    const author = el("p", { class: "author" }, nameOf(message.from));
    if (message.from === null) author.append(el("span", { class: "tag", text: word("bot") }));
    sheet.append(author);
  }
  if (message.forwarded) sheet.append(el("p", { class: "note", text: word("forwarded") }));
  if (message.reply_to) sheet.append(quote(message.reply_to, phone));
  if (message.file) sheet.append(attachment(message.file, phone));
  if (message.location) {
    sheet.append(el("p", { class: "place", text: `📍 ${word("place")} ${message.location.join(", ")}` }));
  }
  if (message.text) sheet.append(rich(message.text, message.entities ?? [], phone));
  if (message.reactions) sheet.append(el("p", { class: "reactions", text: message.reactions.join(" ") }));
  sheet.append(foot(message, phone, own));
  return sheet;
}

function foot(message, phone, own) {
  const line = el("p", { class: "foot" });
  line.append(
    el("button", { type: "button", class: "act", "data-act": "reply", onclick: () => phone.replyTo(message) }, word("reply")),
  );
  if (own && !message.file && !message.location) {
    line.append(
      el("button", { type: "button", class: "act", "data-act": "edit", onclick: () => phone.edit(message) }, word("edit")),
    );
  }
  line.append(el("span", { class: "gap" }));
  if (message.from === null) line.append(sound(message.silent));
  if (message.protect) line.append(el("span", { class: "small", text: word("protectedMark") }));
  if (message.edited) line.append(el("span", { class: "small", text: word("edited") }));
  line.append(el("time", { class: "small", datetime: new Date(message.at).toISOString(), text: clock(message.at) }));
  return line;
}

function sound(silent) {
  const sign = el("span", { "aria-hidden": "true", text: silent ? "🔕" : "🔔" });
  return el("span", { class: silent ? "sound" : "sound loud" }, sign, word(silent ? "silent" : "rings"));
}

function quote(answered, phone) {
  const text = answered.text || word(answered.kind);
  return el(
    "button",
    { type: "button", class: "quote", onclick: () => phone.show(answered.id) },
    el("strong", { text: nameOf(answered.from) }),
    el("span", { text }),
  );
}

function attachment(file, phone) {
  if (file.kind === "photo") {
    // Once it is there it is as high as it is: whoever was at the end still is.
    return el("img", { class: "photo", src: `/sandbox/file/${encodeURIComponent(file.id)}`, alt: word("photo"), loading: "lazy", onload: () => phone.grown() });
  }
  const kind = { video_note: "video", animation: "video", audio: "voice" }[file.kind] ?? file.kind;
  const signs = { video: "🎞", voice: "🎙", document: "📄" };
  return el("p", { class: "file", text: `${signs[kind]} ${word(kind)}` });
}

function service(message) {
  const { kind, who } = message.service;
  const texts = {
    joined: () => word("joined", { name: nameOf(who) }),
    left: () => word("left", { name: nameOf(who) }),
    pinned: () => `${nameOf(message.from)} ${word("pinned")}`,
    migrated_to: () => word("migratedTo"),
    migrated_from: () => word("migratedFrom"),
  };
  return el("p", { class: "service", "data-id": message.id, text: texts[kind]?.() ?? kind });
}

// Spans may nest; the text is cut at every border and each piece dressed in what covers it.
function rich(text, entities, phone) {
  const borders = new Set([0, text.length]);
  for (const { offset, length } of entities) {
    borders.add(offset);
    borders.add(offset + length);
  }
  const cuts = [...borders].sort((a, b) => a - b);
  const paragraph = el("p", { class: "text" });
  for (let piece = 0; piece + 1 < cuts.length; piece += 1) {
    const [from, to] = [cuts[piece], cuts[piece + 1]];
    const over = entities.filter(({ offset, length }) => offset <= from && offset + length >= to);
    paragraph.append(dressed(text.slice(from, to), over, phone));
  }
  return paragraph;
}

function dressed(text, over, phone) {
  let node = links(text, phone);
  for (const entity of over) {
    const tag = styles[entity.type];
    if (tag) node = el(tag, {}, node);
    else if (entity.type === "spoiler") node = el("span", { class: "spoiler", tabindex: "0" }, node);
    else if (entity.type === "text_mention" || entity.type === "mention") {
      const me = entity.user?.id === phone.person;
      node = el("span", { class: me ? "mention me" : "mention" }, node);
    } else node = el("span", { class: "link" }, node);
  }
  return node;
}

// A link that starts the bot with a code does so on the phone on which it is pressed.
function links(text, phone) {
  const pattern = new RegExp(`(?:https?://)?t\\.me/${state.bot.username}\\?start=([A-Za-z0-9_-]{1,64})`, "gi");
  const fragment = document.createDocumentFragment();
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    fragment.append(text.slice(from, match.index));
    const code = match[1];
    fragment.append(el("button", { type: "button", class: "startlink", onclick: () => phone.start(code), text: match[0] }));
    from = match.index + match[0].length;
  }
  fragment.append(text.slice(from));
  return fragment;
}

function buttons(message, phone) {
  if (!message.buttons) return null;
  const grid = el("div", { class: "buttons" });
  for (const row of message.buttons) {
    grid.append(el("div", { class: "row" }, ...row.map((button) => inline(button, message, phone))));
  }
  return grid;
}

function inline(button, message, phone) {
  const waiting = button.data !== undefined && waits(phone.person, phone.chat, message.id, button.data);
  const element = el(
    "button",
    {
      type: "button",
      class: "inline",
      "aria-busy": waiting ? "true" : undefined,
      disabled: button.other !== undefined,
      onclick: () => phone.press(message, button, element),
    },
    el("span", { class: "label", text: button.text }),
  );
  if (button.data === undefined) {
    element.append(el("span", { class: "sort", "aria-hidden": "true", text: button.copy === undefined ? "↗" : "⧉" }));
  }
  return element;
}
