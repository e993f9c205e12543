// What the page knows. One copy for all phones.

import { setZone } from "./dom.js";
import { follow, get, post } from "./net.js";

const KEPT_MESSAGES = 400;
const KEPT_CALLS = 400;
const PAGE_OF_CALLS = 1000;
const RETRY_MILLIS = 1500;
const READ_MILLIS = 250;
// The bot may answer a press within 15 seconds; then Telegram lets it go.
const PRESS_MILLIS = 15500;

const listeners = new Set();
const presses = new Map();
const reading = new Map();

export const state = {
  seq: 0,
  started: 0,
  bot: {},
  people: new Map(),
  chats: new Map(),
  phones: [],
  commands: {},
  faults: [],
  hooks: [],
  program: {},
  calls: [],
  callSeq: 0,
  // Entries of the bot's record in the order in which they were told.
  record: [],
  told: 0,
  // How many of them this page never heard: the sandbox keeps the newest only.
  forgotten: 0,
  pace: { real: 0, shown: 0, factor: 1 },
  paces: [],
  drift: 0,
  // What was said without a line; sent when it is back.
  waiting: [],
  online: false,
};

// A listener gets (kind, detail): whole, line, posted, edited, deleted, answered, pressed, busy,
// read, call, program, pace, record, waiting.
export function listen(listener) {
  listeners.add(listener);
}

function tell(kind, detail) {
  for (const listener of listeners) listener(kind, detail);
}

let ticket = 0;
// Whether another sandbox greeted of which no picture is there yet.
let another = false;

export async function load() {
  ticket += 1;
  const mine = ticket;
  const whole = await get("state");
  if (mine !== ticket) return;
  // Something was heard meanwhile that this picture does not show yet.
  if (whole.started === state.started && whole.seq < state.seq) return again();
  if (whole.started !== state.started) {
    state.calls = [];
    state.callSeq = 0;
    state.record = [];
    state.told = 0;
    state.forgotten = 0;
  }
  state.seq = whole.seq;
  state.started = whole.started;
  another = false;
  state.pace = whole.pace;
  state.paces = whole.paces;
  state.drift = whole.real_now - Date.now();
  state.language = whole.language;
  setZone(whole.timezone);
  state.bot = whole.bot;
  state.phones = whole.phones;
  state.commands = whole.commands;
  state.faults = whole.faults;
  state.hooks = whole.hooks;
  state.program = whole.program;
  state.people = new Map(whole.people.map((person) => [person.id, person]));
  state.chats = new Map(
    whole.chats.map((chat) => [
      chat.id,
      { ...chat, messages: new Map(chat.messages.map((message) => [message.id, message])) },
    ]),
  );
  presses.clear();
  for (const { press, pressed } of whole.open_presses) {
    const passed = whole.now - pressed.at;
    if (passed < PRESS_MILLIS) awaitAnswer(press, { ...pressed, person: pressed.by }, PRESS_MILLIS - passed);
  }
  tell("whole");
  await Promise.all([catchUpCalls(), catchUpRecord()]);
}

async function catchUpCalls() {
  let calls;
  do {
    ({ calls } = await get(`calls?since=${state.callSeq}`));
    for (const one of calls) keepCall(one);
  } while (calls.length === PAGE_OF_CALLS);
  tell("call");
}

async function catchUpRecord() {
  const { started, lines } = await get(`feed?since=${state.told}`);
  // Another sandbox stands there by now; its greeting leads to a new look.
  if (started !== state.started) return;
  for (const line of lines) keepEntry(line);
  tell("record");
}

function keepEntry({ n, told }) {
  if (n <= state.told) return false;
  state.forgotten += n - state.told - 1;
  state.told = n;
  state.record.push(told);
  return true;
}

// What comes before what it follows, while the page still catches up, is fetched with the rest.
function heard(line) {
  if (another) return;
  if (line.n > state.told + 1) catchUpRecord().catch(() => againLater());
  else if (keepEntry(line)) tell("record", line.told);
}

function keepCall(call) {
  if (call.seq <= state.callSeq) return false;
  state.callSeq = call.seq;
  state.calls.push(call);
  if (state.calls.length > KEPT_CALLS) state.calls.shift();
  return true;
}

export async function begin() {
  await load();
  follow({
    since: () => state.seq,
    told: () => state.told,
    line: (online) => {
      state.online = online;
      tell("line");
      if (online) sendWaiting();
    },
    on: (name, data, seq) => {
      // What the picture shows already is not heard twice; calls are counted by themselves.
      const known = seq && seq <= state.seq;
      if (seq) state.seq = Math.max(state.seq, seq);
      if (name === "entry") known || entry(data);
      else if (name === "call") keepCall(data) && tell("call", data);
      else if (name === "told") heard(data);
      else if (name === "pace") {
        state.pace = data;
        tell("pace");
      } else if (name === "hello") {
        another = data.started !== state.started;
        if (another) again();
      } else if (name === "reset") again();
      else if (name === "program") {
        state.program = data;
        tell("program");
      }
    },
  });
}

let loading;

// Several changes in a row need one look.
function again() {
  clearTimeout(loading);
  loading = setTimeout(() => load().catch(() => againLater()), 40);
}

function againLater() {
  clearTimeout(loading);
  loading = setTimeout(again, RETRY_MILLIS);
}

// Says something as a person. Without a line it waits, and the sandbox knows it again by its key
// should it have arrived and only the answer been lost.
export function say(body) {
  const said = { ...body, key: `${Date.now()}-${Math.random().toString(36).slice(2)}` };
  state.waiting.push(said);
  return attempt(said);
}

async function attempt(said) {
  try {
    const done = await post("say", said);
    forget(said);
    return done;
  } catch (error) {
    // fetch itself fails with a TypeError only where nothing was answered.
    if (error instanceof TypeError) {
      said.late = true;
      tell("waiting", said);
      return {};
    }
    forget(said);
    throw error;
  }
}

function forget(said) {
  state.waiting = state.waiting.filter((other) => other !== said);
  tell("waiting", said);
}

async function sendWaiting() {
  for (const said of state.waiting.filter(({ late }) => late)) {
    await attempt(said).catch(() => {});
  }
}

function entry(data) {
  const chat = state.chats.get(data.chat);
  if (data.what === "changed") return again();
  if (!chat) return again();
  switch (data.what) {
    case "posted":
      posted(chat, data.message);
      break;
    case "edited":
      chat.messages.set(data.message.id, data.message);
      tell("edited", { chat, message: data.message });
      break;
    case "deleted":
      chat.messages.delete(data.message);
      tell("deleted", { chat, id: data.message });
      break;
    case "pressed":
      awaitAnswer(data.press, { person: data.by, chat: chat.id, message: data.message, data: data.data }, PRESS_MILLIS);
      tell("pressed", presses.get(data.press));
      break;
    case "answered": {
      const pressed = presses.get(data.press);
      presses.delete(data.press);
      tell("answered", { ...pressed, person: data.to, chat: chat.id, text: data.text, alert: data.alert });
      break;
    }
    case "busy":
      tell("busy", { chat });
      break;
    case "read":
      chat.read[data.by] = data.message;
      tell("read", { chat });
      break;
  }
}

function posted(chat, message) {
  chat.messages.set(message.id, message);
  if (chat.messages.size > KEPT_MESSAGES) {
    chat.messages.delete(chat.messages.keys().next().value);
    chat.more = true;
  }
  if (message.keyboard) {
    const only = message.keyboard.selective ? (message.reply_to?.from ?? null) : null;
    chat.keyboard = { message: message.id, only, keyboard: message.keyboard };
  } else if (message.removes_keyboard) {
    chat.keyboard = null;
  }
  tell("posted", { chat, message });
}

// A press that is not answered in time is over: the phone gives up.
function awaitAnswer(press, { person, chat, message, data }, millis) {
  presses.set(press, { person, chat, message, data });
  setTimeout(() => {
    if (presses.delete(press)) tell("answered", { person, chat, message, never: true });
  }, millis);
}

export function waits(person, chat, message, data) {
  for (const press of presses.values()) {
    if (press.person === person && press.chat === chat && press.message === message && press.data === data) return true;
  }
  return false;
}

export function chatsOf(person) {
  const mine = [...state.chats.values()].filter((chat) => String(person) in chat.members && !chat.migrated_to);
  return mine.sort((a, b) => (a.kind === "private") - (b.kind === "private"));
}

export function unread(chat, person) {
  const read = chat.read[person] ?? 0;
  let count = 0;
  for (const message of chat.messages.values()) {
    if (message.id > read && message.from !== person) count += 1;
  }
  return count;
}

export function unreadOf(person) {
  return chatsOf(person).reduce((sum, chat) => sum + unread(chat, person), 0);
}

export function lastId(chat) {
  let last = 0;
  for (const id of chat.messages.keys()) last = Math.max(last, id);
  return last;
}

// Read here at once, told to the sandbox a little later: many messages need one telling.
export function read(chat, person) {
  const last = lastId(chat);
  if (last <= (chat.read[person] ?? 0)) return;
  chat.read[person] = last;
  const key = `${chat.id} ${person}`;
  clearTimeout(reading.get(key));
  reading.set(
    key,
    setTimeout(() => {
      post("read", { person, chat: chat.id, message: chat.read[person] }).catch(() => {});
    }, READ_MILLIS),
  );
  tell("read", { chat });
}

export async function older(chat) {
  const first = Math.min(...chat.messages.keys());
  const { messages, more } = await get(`messages?chat=${chat.id}&before=${first}`);
  chat.more = more;
  chat.messages = new Map([...messages.map((message) => [message.id, message]), ...chat.messages]);
}

export function nameOf(id) {
  if (id === null || id === undefined) return state.bot.name;
  const person = state.people.get(id);
  return person ? [person.name, person.last_name].filter(Boolean).join(" ") : String(id);
}

export function titleOf(chat) {
  return chat.kind === "private" ? state.bot.name : chat.title;
}
