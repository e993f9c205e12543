// What stands below the messages: the text field, or why there is none.

import { el } from "./dom.js";
import { post } from "./net.js";
import { nameOf, say, state } from "./store.js";
import { word } from "./words.js";

// Where a key that asks for the position says that the phone is.
const PLACE = [31.3012, 120.5853];
const LINES_PIXELS = 112;

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.element = el("div", { class: "dock" });
    this.drafts = new Map();
    this.hiddenKeyboards = new Set();
    this.attached = false;
    this.answering = null;
    this.editing = null;
    this.hint = null;
    this.menu = false;
  }

  // Called when the chat, the person's standing or the language changed.
  render() {
    const chat = this.phone.open();
    const person = state.people.get(this.phone.person);
    const name = nameOf(this.phone.person);
    this.element.replaceChildren();
    this.field = null;
    if (!chat) return;
    if (chat.kind === "private" && person.blocked) {
      this.element.append(el("p", { class: "dockhint", text: word("blockedHint", { name }) }));
    } else if (chat.kind === "private" && !person.started) {
      this.element.append(
        el("p", { class: "dockhint", text: word("startHint", { name }) }),
        el("button", { type: "button", class: "start", onclick: () => this.phone.start() }, word("start")),
      );
    } else {
      this.form(chat);
    }
  }

  form(chat) {
    if (chat.kind !== "private" && !["member", "administrator", "restricted"].includes(chat.bot)) {
      this.element.append(el("p", { class: "dockhint", text: word("outside") }));
    }
    this.context = el("div", { class: "context", hidden: true });
    this.list = el("div", { class: "commands", role: "group", "aria-label": word("commands"), hidden: true });
    this.field = el("textarea", {
      rows: "1",
      enterkeyhint: "send",
      "aria-label": word("write"),
      value: this.drafts.get(chat.id) ?? "",
      oninput: () => this.typed(),
      onkeydown: (event) => this.key(event),
    });
    const tool = (sign, label, act, extra = {}) =>
      el("button", { type: "button", class: "dockbutton", "aria-label": label, title: label, onclick: act, ...extra }, el("span", { "aria-hidden": "true", text: sign }));
    this.menuButton = tool("/", word("commands"), () => this.toggleMenu(), { "aria-expanded": "false" });
    this.photoButton = tool("📷", word("attach"), () => this.attach(!this.attached), { "data-photo": "", "aria-pressed": String(this.attached) });
    const send = el("button", { type: "submit", class: "send", "aria-label": word("send"), title: word("send") }, el("span", { "aria-hidden": "true", text: "➤" }));
    this.element.append(
      this.list,
      this.context,
      el(
        "form",
        {
          class: "composer",
          onsubmit: (event) => {
            event.preventDefault();
            this.send();
          },
        },
        this.menuButton,
        this.photoButton,
        this.field,
        send,
      ),
    );
    this.keyboard(chat);
    this.showContext();
    this.grow();
  }

  keyboard(chat) {
    const shown = chat.keyboard;
    const mine = shown && (shown.only === null || shown.only === this.phone.person);
    if (!mine || this.hiddenKeyboards.has(shown.message)) return;
    const keys = el("div", { class: "keys", role: "group", "aria-label": word("keys") });
    for (const row of shown.keyboard.rows) {
      keys.append(
        el(
          "div",
          { class: "row" },
          ...row.map((key) => el("button", { type: "button", class: "key", onclick: () => this.useKey(key, shown), text: key.text })),
        ),
      );
    }
    this.element.append(keys);
    if (shown.keyboard.hint && !this.hint) this.field.placeholder = shown.keyboard.hint;
  }

  useKey(key, shown) {
    if (shown.keyboard.one_time) this.hiddenKeyboards.add(shown.message);
    const chat = this.phone.chat;
    const said = key.location ? { location: PLACE } : { text: key.text };
    this.phone.attempt(say({ person: this.phone.person, chat, ...said }));
    if (shown.keyboard.one_time) this.render();
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape") {
      if (this.menu) this.closeMenu();
      else this.clearContext();
    } else if (event.key === "ArrowUp" && this.menu) {
      event.preventDefault();
      this.list.lastElementChild?.focus();
    }
  }

  typed() {
    this.drafts.set(this.phone.chat, this.field.value);
    this.grow();
    const prefix = this.field.value.match(/^\/(\w*)$/);
    if (prefix) this.openMenu(prefix[1]);
    else if (this.menu) this.closeMenu();
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, LINES_PIXELS)}px`;
  }

  toggleMenu() {
    if (this.menu) this.closeMenu();
    else {
      this.openMenu("");
      this.list.querySelector("button")?.focus();
    }
  }

  openMenu(prefix) {
    const all = state.commands[this.phone.person]?.[this.phone.chat] ?? [];
    const fitting = all.filter(({ command }) => command.startsWith(prefix));
    this.list.replaceChildren(
      ...fitting.map(({ command, description }) =>
        el(
          "button",
          { type: "button", class: "command", onclick: () => this.take(command), onkeydown: (event) => this.menuKey(event) },
          el("strong", { text: `/${command}` }),
          el("span", { text: description }),
        ),
      ),
    );
    if (all.length === 0) this.list.append(el("p", { class: "dockhint", text: word("noCommands") }));
    this.menu = fitting.length > 0 || all.length === 0;
    this.list.hidden = !this.menu;
    this.menuButton.setAttribute("aria-expanded", String(this.menu));
  }

  menuKey(event) {
    const button = event.currentTarget;
    if (event.key === "ArrowDown") (button.nextElementSibling ?? this.field).focus();
    else if (event.key === "ArrowUp") (button.previousElementSibling ?? this.field).focus();
    else if (event.key === "Escape") this.closeMenu();
    else return;
    event.preventDefault();
  }

  closeMenu() {
    this.menu = false;
    this.list.hidden = true;
    this.menuButton.setAttribute("aria-expanded", "false");
    this.field.focus();
  }

  take(command) {
    this.field.value = `/${command} `;
    this.closeMenu();
    this.typed();
  }

  attach(on) {
    this.attached = on;
    this.showContext();
    this.field?.focus();
  }

  answer(message, hint) {
    this.answering = message;
    this.editing = null;
    this.hint = hint ?? null;
    this.showContext();
  }

  edit(message) {
    this.editing = message;
    this.answering = null;
    this.hint = null;
    if (!this.field) return;
    this.field.value = message.text;
    this.showContext();
    this.grow();
    this.field.focus();
  }

  clearContext() {
    if (this.editing && this.field) this.field.value = "";
    this.answering = null;
    this.editing = null;
    this.hint = null;
    this.attached = false;
    this.showContext();
  }

  showContext() {
    if (!this.field) return;
    const about = this.editing ?? this.answering;
    const parts = [];
    if (this.attached) parts.push(el("img", { src: "/page/sample.svg", alt: "", class: "thumb" }));
    if (about) {
      const title = this.editing ? word("editing") : word("replyTo", { name: nameOf(about.from) });
      parts.push(el("div", { class: "about" }, el("strong", { text: title }), el("span", { text: about.text ?? "" })));
    } else if (this.attached) {
      parts.push(el("div", { class: "about" }, el("strong", { text: word("attached") })));
    }
    if (parts.length > 0) {
      const close = () => {
        this.clearContext();
        this.field.focus();
      };
      parts.push(el("button", { type: "button", class: "dockbutton", "aria-label": word("cancel"), title: word("cancel"), onclick: close }, el("span", { "aria-hidden": "true", text: "✕" })));
    }
    this.context.replaceChildren(...parts);
    this.context.hidden = parts.length === 0;
    this.photoButton.setAttribute("aria-pressed", String(this.attached));
    this.field.placeholder = this.hint ?? word(this.attached ? "caption" : "write");
  }

  // Writes a text for the visitor, who sends it.
  propose(text) {
    if (!this.field) return;
    this.field.value = text;
    this.typed();
    if (this.menu) this.closeMenu();
    this.field.focus();
  }

  // What is sent is gone from the field at once: a second Enter on a slow line must not say it again.
  async send() {
    const text = this.field.value.trim();
    if (!text && !this.attached) return;
    const { person, chat } = this.phone;
    const { editing, answering, attached, hint } = this;
    const request = editing
      ? post("edit", { person, chat, message: editing.id, text })
      : say({ person, chat, text, photo: attached, reply_to: answering?.id ?? null });
    this.drafts.delete(chat);
    this.editing = null;
    this.field.value = "";
    this.clearContext();
    if (this.menu) this.closeMenu();
    this.grow();
    if (await this.phone.attempt(request)) return;
    // It comes back, before whatever was begun meanwhile.
    const here = this.field && this.phone.chat === chat;
    const begun = here ? this.field.value : this.drafts.get(chat);
    const back = [text, begun].filter(Boolean).join("\n");
    this.drafts.set(chat, back);
    if (!here) return;
    this.field.value = back;
    if (!this.editing && !this.answering && !this.attached) {
      Object.assign(this, { editing, answering, attached, hint });
      this.showContext();
    }
    this.grow();
  }
}
