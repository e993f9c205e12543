// What the visitor sets for himself: light or dark, sound, and how fast time runs.

import { clock, day } from "./dom.js";
import * as sound from "./sound.js";
import { state } from "./store.js";
import { now, setPace } from "./time.js";
import { word } from "./words.js";

const THEME = "dutybell.theme";
const THEMES = ["auto", "light", "dark"];
const SIGNS = { auto: "◐", light: "☀", dark: "☾" };
const TICK_MILLIS = 200;

const soundButton = document.getElementById("sound");
const themeButton = document.getElementById("theme");
const pace = document.getElementById("pace");
const knob = document.getElementById("knob");
const factor = document.getElementById("factor");
const face = document.getElementById("clock");
const date = document.getElementById("date");

let theme = THEMES.includes(localStorage.getItem(THEME)) ? localStorage.getItem(THEME) : "auto";

function dress() {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function labelled(button, sign, label) {
  button.firstElementChild.textContent = sign;
  button.setAttribute("aria-label", label);
  button.title = label;
}

themeButton.addEventListener("click", () => {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  localStorage.setItem(THEME, theme);
  dress();
  renderSwitches();
});

soundButton.addEventListener("click", () => {
  sound.set(!sound.isOn());
  renderSwitches();
});

knob.addEventListener("input", () => {
  const wanted = state.paces[Number(knob.value)];
  // The event that comes back shows what holds; without a line the knob goes back.
  setPace(wanted).catch(renderSwitches);
});

export function renderSwitches() {
  labelled(themeButton, SIGNS[theme], word(`theme_${theme}`));
  // Whether it is on is said by aria-pressed: a label that changed with it would say the contrary.
  labelled(soundButton, sound.isOn() ? "🔔" : "🔕", word("sound"));
  soundButton.setAttribute("aria-pressed", String(sound.isOn()));
  pace.hidden = state.paces.length === 0;
  knob.max = String(Math.max(0, state.paces.length - 1));
  const place = state.paces.indexOf(state.pace.factor);
  if (place >= 0) knob.value = String(place);
  const text = `${state.pace.factor}×`;
  factor.textContent = text;
  knob.setAttribute("aria-label", word("speed"));
  knob.setAttribute("aria-valuetext", text);
  pace.classList.toggle("fast", state.pace.factor > 1);
}

function tick() {
  if (state.started === 0) return;
  const shown = clock(now(), true);
  if (face.textContent !== shown) face.textContent = shown;
  const today = day(now());
  if (date.textContent !== today) date.textContent = today;
}

dress();
setInterval(tick, TICK_MILLIS);
