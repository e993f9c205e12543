// One person's phone.

import { bubble } from "./bubble.js";
import { Composer } from "./composer.js";
import { count, el, face } from "./dom.js";
import { firstLine } from "./heard.js";
import { post } from "./net.js";
import { chatsOf, nameOf, older, read, state, titleOf, unread, waits } from "./store.js";
import { ring } from "./sound.js";
import { currentLanguage, word } from "./words.js";

const TOAST_MILLIS = 4500;
const TYPING_MILLIS = 5000;
const RING_MILLIS = 2600;
const NEAR_PIXELS = 90;
const NOTICE_MILLIS = 5000;

export class Phone {
  // `around`: shown() says whether anybody sees this phone, touched() and rang() are told.
  constructor(person, around) {
    this.person = person;
    this.around = around;
    this.isRinging = false;
    this.chat = null;
    this.composer = new Composer(this);
    this.top = el("header", { class: "top" });
    this.tabs = el("nav", { class: "tabs" });
    this.tabOf = new Map();
    this.head = el("div", { class: "head" });
    this.log = el("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0", onscroll: () => this.scrolled() });
    // Whoever is at the end stays there when the text field grows or a keyboard comes up.
    this.sticks = true;
    new ResizeObserver(() => this.sticks && this.toEnd()).observe(this.log);
    this.jump = el("button", { type: "button", class: "jump", hidden: true, onclick: () => this.toEnd() });
    this.toasts = el("div", { class: "toasts", role: "status" });
    this.box = el("div", { class: "box", hidden: true });
    this.banner = el("div", { class: "banner", hidden: true });
    this.middle = el("div", { class: "middle" }, this.log, this.banner, this.jump, this.toasts);
    this.element = el("section", { class: "phone", "data-person": person }, this.top, this.tabs, this.head, this.middle, this.composer.element, this.box);
    this.hearable = el("p", { class: "hearable", role: "status" });
    this.box.before(this.hearable);
    this.box.addEventListener("click", () => this.box.querySelector("button")?.focus());
    this.element.addEventListener("pointerdown", () => around.touched(this));
    this.element.addEventListener("focusin", () => around.touched(this));
  }

  open() {
    return state.chats.get(this.chat);
  }

  // Everything anew: after the first load, a reset, another language.
  render() {
    const mine = chatsOf(this.person);
    const before = this.chat;
    if (!mine.some((chat) => chat.id === this.chat)) this.chat = mine[0]?.id ?? null;
    this.renderTop();
    this.renderTabs();
    this.renderHead();
    this.renderLog(before === this.chat);
    if (!this.keepComposer(before)) this.composer.render();
    // The composer took room from the log, and the scroll event would tell of an end left behind.
    if (this.sticks) this.toEnd();
    this.seen();
  }

  // The program may say under `captions` who somebody is: {"1001": {"zh": "…", "en": "…"}}.
  renderTop() {
    const name = nameOf(this.person);
    const caption = state.program.captions?.[this.person]?.[currentLanguage()];
    this.element.setAttribute("aria-label", word("phoneOf", { name }));
    this.ringing = el("span", { class: "ringing", hidden: !this.isRinging }, el("span", { "aria-hidden": "true", text: "🔔 " }), word("rings"));
    const who = el("div", { class: "who" }, el("h2", { text: name }), caption && el("p", { class: "caption", text: caption }));
    this.top.replaceChildren(face(name, this.person), who, this.ringing);
  }

  // A field in which somebody types stays: only what stands around it may have changed.
  keepComposer(before) {
    const field = this.composer.field;
    const person = state.people.get(this.person);
    const stand = JSON.stringify([this.chat, person.started, person.blocked, this.open()?.bot, this.open()?.keyboard, document.documentElement.lang]);
    const same = before === this.chat && stand === this.stand;
    this.stand = stand;
    return same && field?.isConnected;
  }

  // Tabs stay the same elements, so that a press in between never misses.
  renderTabs() {
    this.tabs.setAttribute("aria-label", word("chatsOf", { name: nameOf(this.person) }));
    const mine = chatsOf(this.person);
    for (const [id, tab] of this.tabOf) {
      if (mine.some((chat) => chat.id === id)) continue;
      tab.remove();
      this.tabOf.delete(id);
    }
    for (const chat of mine) {
      if (!this.tabOf.has(chat.id)) this.tabOf.set(chat.id, this.newTab(chat));
      const tab = this.tabOf.get(chat.id);
      tab.querySelector(".tabname").textContent = titleOf(chat);
      if (chat.id === this.chat) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
      count(tab, unread(chat, this.person));
    }
    const fresh = mine.map((chat) => this.tabOf.get(chat.id));
    if (fresh.some((tab, place) => this.tabs.children[place] !== tab)) this.tabs.replaceChildren(...fresh);
  }

  newTab(chat) {
    const kind = chat.kind === "private" ? "private" : "group";
    const tab = el("button", { type: "button", class: "tab", "data-chat": chat.id, "data-kind": kind, onclick: () => this.show(null, chat.id) });
    tab.append(face(titleOf(chat), chat.kind === "private" ? state.bot.id : chat.id), el("span", { class: "tabname" }));
    return tab;
  }

  renderHead() {
    const chat = this.open();
    if (!chat) return this.head.replaceChildren();
    const focused = this.head.contains(document.activeElement);
    this.log.setAttribute("aria-label", titleOf(chat));
    const line = el("p", { class: "about" });
    if (chat.kind === "private") {
      const person = state.people.get(this.person);
      line.textContent = word("withBot");
      const block = el(
        "button",
        {
          type: "button",
          role: "switch",
          class: "switch",
          "aria-checked": String(person.blocked),
          onclick: () => this.attempt(post("block", { person: this.person, blocked: !person.blocked })),
        },
        word("block"),
        el("span", { class: "track", "aria-hidden": "true" }),
      );
      this.head.replaceChildren(line, block);
    } else {
      const inside = ["member", "administrator", "restricted"].includes(chat.bot) ? 1 : 0;
      line.textContent = word("members", { count: Object.keys(chat.members).length + inside });
      this.head.replaceChildren(line);
    }
    this.about = line;
    if (focused) this.head.querySelector("button")?.focus();
  }

  renderLog(keepPlace) {
    const chat = this.open();
    const atEnd = this.sticks || !keepPlace;
    const place = this.log.scrollTop;
    if (!chat) return this.log.replaceChildren();
    const old = new Map([...this.log.children].map((node) => [node.dataset.id, node]));
    const nodes = [...chat.messages.values()].map((message) => bubble(message, this, keepPlace && old.get(String(message.id))));
    if (nodes.length === 0) nodes.push(el("p", { class: "empty", text: word("empty") }));
    if (chat.more) {
      nodes.unshift(el("button", { type: "button", class: "older", onclick: () => this.older(chat) }, word("older")));
    }
    // What stays is left alone: it would be read out again, and a focus in it be lost.
    for (const unsent of this.log.querySelectorAll(".unsent")) unsent.remove();
    const same = nodes.length === this.log.children.length && nodes.every((node, place) => node === this.log.children[place]);
    if (!same) this.log.replaceChildren(...nodes);
    this.renderWaiting();
    if (atEnd) this.toEnd();
    else this.log.scrollTop = place;
  }

  async older(chat) {
    const height = this.log.scrollHeight;
    if (!(await this.attempt(older(chat)))) return;
    this.renderLog(true);
    this.log.scrollTop = this.log.scrollHeight - height;
    this.log.focus();
  }

  // Opens a chat, or brings a message into view.
  show(message, chat = this.chat) {
    if (chat === this.announced) this.unannounce();
    if (chat !== this.chat) {
      this.composer.clearContext();
      this.chat = chat;
      this.stand = null;
      this.render();
      this.around.moved();
      this.askedFor();
    }
    const node = message && this.log.querySelector(`[data-id="${message}"]`);
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.add("found");
    setTimeout(() => node.classList.remove("found"), 1600);
  }

  // If the last thing said here is a question of the bot, the field opens as its answer.
  askedFor() {
    const chat = this.open();
    const last = chat && [...chat.messages.values()].at(-1);
    if (last?.force_reply && this.isAsked(last)) this.composer.answer(last, last.force_reply.hint);
  }

  isAsked(message) {
    return !message.force_reply.selective || this.open().kind === "private" || message.reply_to?.from === this.person;
  }

  posted(chat, message) {
    if (!(String(this.person) in chat.members)) return;
    if (this.rings(chat, message)) this.ring();
    if (chat.id !== this.chat) {
      if (this.reaches(chat) && message.from !== this.person) this.announce(chat, message);
      return this.renderTabs();
    }
    const own = message.from === this.person;
    const stay = !own && !this.sticks;
    this.log.querySelector(".empty")?.remove();
    this.log.append(bubble(message, this));
    clearTimeout(this.typing);
    this.renderHead();
    if (message.keyboard || message.removes_keyboard) this.composer.render();
    if (message.force_reply && this.isAsked(message)) {
      this.composer.answer(message, message.force_reply.hint);
      if (this.element.classList.contains("touched")) this.composer.field?.focus();
    }
    if (stay) {
      this.jump.textContent = `↓ ${word("newest")}`;
      this.jump.hidden = false;
    } else this.toEnd();
    this.seen();
    this.renderTabs();
  }

  // What comes into another chat slides in from above; what rings stays until it is looked at.
  announce(chat, message) {
    if (!this.banner.hidden && this.rangLast && message.silent) return;
    this.rangLast = message.from === null && !message.silent;
    const open = el(
      "button",
      { type: "button", class: "notice", onclick: () => this.show(null, chat.id) },
      face(titleOf(chat), chat.kind === "private" ? state.bot.id : chat.id),
      el("span", { class: "noticetext" }, el("strong", { text: titleOf(chat) }), el("span", { text: firstLine(message) })),
    );
    this.banner.replaceChildren(open);
    this.banner.hidden = false;
    clearTimeout(this.noticed);
    if (!this.rangLast) this.noticed = setTimeout(() => this.unannounce(), NOTICE_MILLIS);
    this.announced = chat.id;
  }

  unannounce() {
    const focused = this.banner.contains(document.activeElement);
    this.banner.hidden = true;
    this.banner.replaceChildren();
    if (focused) this.log.focus();
  }

  // What was said without a line stands below, until it is sent.
  renderWaiting() {
    for (const old of this.log.querySelectorAll(".unsent")) old.remove();
    for (const said of state.waiting) {
      if (!said.late || said.person !== this.person || said.chat !== this.chat) continue;
      const text = said.text || word("photo");
      this.log.append(el("p", { class: "unsent" }, el("span", { text }), el("small", { text: `🕓 ${word("unsent")}` })));
      this.toEnd();
    }
  }

  edited(chat, message) {
    if (chat.id !== this.chat) return;
    const old = this.log.querySelector(`[data-id="${message.id}"]`);
    if (!old) return;
    const atEnd = this.sticks;
    const focused = old.contains(document.activeElement);
    const fresh = bubble(message, this, old);
    if (fresh === old) return;
    old.replaceWith(fresh);
    if (focused) (fresh.querySelector(".inline") ?? this.log).focus({ preventScroll: true });
    if (atEnd) this.toEnd();
  }

  deleted(chat, id) {
    if (chat.id === this.chat) this.log.querySelector(`[data-id="${id}"]`)?.remove();
    this.renderTabs();
  }

  busy(chat) {
    if (chat.id !== this.chat || !this.about) return;
    this.about.textContent = word("typing");
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.renderHead(), TYPING_MILLIS);
  }

  reaches(chat) {
    const person = state.people.get(this.person);
    return chat.kind !== "private" || (person.started && !person.blocked);
  }

  rings(chat, message) {
    return String(this.person) in chat.members && message.from === null && !message.silent && this.reaches(chat);
  }

  ring() {
    ring();
    this.isRinging = true;
    this.ringing.hidden = false;
    this.element.classList.remove("rings");
    // The shaking begins anew only if the browser has drawn the phone still in between.
    void this.element.offsetWidth;
    this.element.classList.add("rings");
    clearTimeout(this.still);
    this.still = setTimeout(() => {
      this.isRinging = false;
      this.ringing.hidden = true;
      this.element.classList.remove("rings");
      this.around.rang();
    }, RING_MILLIS);
    this.around.rang();
  }

  async press(message, button, element) {
    if (button.url !== undefined) return this.toast(button.url);
    if (button.copy !== undefined) {
      await navigator.clipboard?.writeText(button.copy).catch(() => {});
      return this.toast(word("copied"));
    }
    if (element.getAttribute("aria-busy") === "true") return;
    element.setAttribute("aria-busy", "true");
    const done = await this.attempt(post("press", { person: this.person, chat: this.chat, message: message.id, data: button.data }));
    if (!done) element.removeAttribute("aria-busy");
  }

  answered({ chat, message, text, alert, never }) {
    if (chat === this.chat && message) this.rebuild(message);
    if (never) return this.toast(word("noAnswer"));
    if (!text) return;
    if (alert) this.alert(text);
    else this.toast(text);
  }

  rebuild(id) {
    const message = this.open()?.messages.get(id);
    if (!message) return;
    // Where the answer changes nothing the message stays as it is drawn, and its button waits no more.
    const drawn = this.log.querySelectorAll(`[data-id="${id}"] .inline`);
    for (const [place, { data }] of (message.buttons ?? []).flat().entries()) {
      if (!waits(this.person, this.chat, id, data)) drawn[place]?.removeAttribute("aria-busy");
    }
    this.edited(this.open(), message);
  }

  start(code) {
    this.attempt(post("start", { person: this.person, code: code ?? null })).then((done) => {
      if (!done) return;
      this.show(null, this.person);
      this.log.focus();
    });
  }

  replyTo(message) {
    this.composer.answer(message);
    this.composer.field?.focus();
  }

  edit(message) {
    this.composer.edit(message);
  }

  // Does something at the sandbox; what went wrong is said on the phone.
  async attempt(doing) {
    try {
      return (await doing) ?? true;
    } catch (error) {
      this.toast(word("failed", { why: error.message }));
      return null;
    }
  }

  toast(text) {
    const line = el("p", { class: "toast", text });
    this.toasts.replaceChildren(line);
    setTimeout(() => line.remove(), TOAST_MILLIS);
  }

  // It covers this phone and no other: the rest of the phone is out of reach until it is read.
  alert(text) {
    const inside = this.element.contains(document.activeElement);
    const mine = inside || this.element.classList.contains("touched");
    this.beforeAlert ??= inside ? document.activeElement : this.log;
    const ok = el("button", { type: "button", class: "start", onclick: () => this.closeAlert() }, word("ok"));
    const said = el("p", { id: `alert-${this.person}`, text });
    this.box.replaceChildren(
      el(
        "div",
        {
          class: "sheet",
          role: "alertdialog",
          "aria-label": state.bot.name,
          "aria-describedby": said.id,
          onkeydown: (event) => event.key === "Escape" && this.closeAlert(),
        },
        said,
        ok,
      ),
    );
    this.box.hidden = false;
    for (const part of this.element.children) part.inert = part !== this.box && part !== this.hearable;
    if (mine) ok.focus();
    // Somebody is at another phone: he is not torn away from there, but hears it.
    else this.hearable.textContent = text;
  }

  closeAlert() {
    this.box.hidden = true;
    this.box.replaceChildren();
    this.hearable.textContent = "";
    for (const part of this.element.children) part.inert = false;
    const before = this.beforeAlert;
    this.beforeAlert = null;
    if (before?.isConnected) before.focus();
    else this.log.focus();
  }

  seen() {
    const chat = this.open();
    if (chat && this.around.shown(this) && this.sticks) read(chat, this.person);
  }

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_PIXELS;
  }

  toEnd() {
    this.sticks = true;
    this.log.scrollTop = this.log.scrollHeight;
    this.jump.hidden = true;
  }

  grown() {
    if (this.sticks) this.toEnd();
  }

  scrolled() {
    this.sticks = this.atEnd();
    if (!this.sticks) return;
    this.jump.hidden = true;
    this.seen();
  }
}
