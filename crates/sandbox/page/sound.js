// Short tones for messages that ring. A browser allows none before somebody touched the page.

const KEY = "dutybell.sound";
const BETWEEN_MILLIS = 900;

let wanted = localStorage.getItem(KEY) !== "off";
let context = null;
let last = 0;

export function isOn() {
  return wanted;
}

export function set(on) {
  wanted = on;
  localStorage.setItem(KEY, on ? "on" : "off");
  if (on) wake();
}

function wake() {
  if (!wanted || !("AudioContext" in window)) return;
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume().catch(() => {});
}

for (const gesture of ["pointerdown", "keydown"]) addEventListener(gesture, wake, { capture: true });

// Several phones ring at once: one sound says it.
export function ring() {
  if (!wanted || context?.state !== "running" || performance.now() - last < BETWEEN_MILLIS) return;
  last = performance.now();
  const at = context.currentTime + 0.01;
  tone(880, at, 0.16);
  tone(1174.7, at + 0.17, 0.26);
}

function tone(pitch, at, length) {
  const source = context.createOscillator();
  const loudness = context.createGain();
  source.type = "triangle";
  source.frequency.value = pitch;
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(0.16, at + 0.015);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + length);
  source.connect(loudness).connect(context.destination);
  source.start(at);
  source.stop(at + length + 0.02);
}
